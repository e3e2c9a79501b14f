import { defineConnector } from '@lianhu/kernel';

/** 未成年人法律援助登记. Header texts † (assumption): of an invented office, after published forms. */
export const legalAidRegister = defineConnector({
  name: 'legal-aid-register',
  title: '未成年人法律援助登记',
  type: 'justice.legal-aid.granted',
  columns: {
    案号: 'data.caseRef',
    指派天数: 'data.days',
    指派日期: 'time',
    受援人姓名: 'minor.name',
    身份证号码: 'minor.docNo',
  },
  key: ['data.caseRef', 'minor.docNo'],
  changed: 'corrects',
  ignore: ['承办律师'],
});
