import { defineConnector } from '@lianhu/kernel';

/** 支持起诉台账. Header texts † (assumption): of an invented office, after published forms. */
export const supportSuitRegister = defineConnector({
  name: 'support-suit-register',
  title: '支持起诉台账',
  type: 'procuratorate.support-suit.filed',
  columns: {
    案号: 'data.caseRef',
    原告: 'data.plaintiffKind',
    案由: 'data.cause',
    支持起诉日期: 'time',
    未成年人姓名: 'minor.name',
    身份证号码: 'minor.docNo',
  },
  key: ['data.caseRef', 'minor.docNo'],
  changed: 'corrects',
});
