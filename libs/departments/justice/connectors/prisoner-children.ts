import { defineConnector } from '@lianhu/kernel';

/** 服刑人员未成年子女排查表. Header texts † (assumption): of an invented office, after published forms. */
export const prisonerChildren = defineConnector({
  name: 'prisoner-children',
  title: '服刑人员未成年子女排查表',
  type: 'justice.parent.imprisoned',
  columns: {
    服刑人员姓名: 'data.parent',
    服刑人员身份: 'data.side',
    未成年子女人数: 'data.minors',
    子女照护人: 'data.carer',
    余刑月数: 'data.months',
    刑满日期: 'data.releaseDue',
    收监日期: 'time',
    未成年人姓名: 'minor.name',
    身份证号码: 'minor.docNo',
  },
  baseline: true,
});
