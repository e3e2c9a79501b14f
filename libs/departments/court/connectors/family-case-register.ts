import { defineConnector } from '@lianhu/kernel';

/** 家事案件收案登记. Header texts † (assumption): of an invented office, after published forms. */
export const familyCaseRegister = defineConnector({
  name: 'family-case-register',
  title: '家事案件收案登记',
  type: 'court.family-case.accepted',
  columns: {
    案号: 'data.caseRef',
    案由: 'data.cause',
    未成年子女人数: 'data.children',
    立案日期: 'time',
    未成年子女姓名: 'minor.name',
    身份证号码: 'minor.docNo',
  },
  key: ['data.caseRef', 'minor.docNo'],
  changed: 'corrects',
});
