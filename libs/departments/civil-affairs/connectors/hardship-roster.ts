import { defineConnector } from '@lianhu/kernel';

/** 困境儿童名册. Header texts † (assumption): of an invented office, after published forms. */
export const hardshipRoster = defineConnector({
  name: 'hardship-roster',
  title: '困境儿童名册',
  type: 'civil-affairs.category.confirmed',
  columns: {
    姓名: 'minor.name',
    身份证号码: 'minor.docNo',
    困境类别: 'data.category',
    父母状况: 'data.parentStates',
    认定日期: 'time',
    保障起始日期: 'data.from',
    '月补贴标准（元）': { target: 'data.rate', unit: 'yuan' },
    户籍地址: 'minor.addressHousehold',
    现住址: 'minor.addressActual',
    所在乡镇: 'residencearea',
  },
  key: ['minor.docNo', 'data.category'],
  changed: 'corrects',
  baseline: true,
});
