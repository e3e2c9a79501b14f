import { defineConnector } from '@lianhu/kernel';

/** 人身安全保护令登记. Header texts † (assumption): of an invented office, after published forms. */
export const protectionOrderRegister = defineConnector({
  name: 'protection-order-register',
  title: '人身安全保护令登记',
  type: 'court.protection-order.issued',
  columns: {
    案号: 'data.caseRef',
    保护措施: 'data.measures',
    作出日期: 'time',
    生效日期: 'data.validFrom',
    届满日期: 'data.validTo',
    未成年人姓名: 'minor.name',
    身份证号码: 'minor.docNo',
  },
  key: ['data.caseRef', 'minor.docNo'],
  changed: 'corrects',
});
