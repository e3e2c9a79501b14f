import { defineConnector } from '@lianhu/kernel';

/** 督促监护令台账. Header texts † (assumption): of an invented office, after published forms. */
export const guardianshipOrderRegister = defineConnector({
  name: 'guardianship-order-register',
  title: '督促监护令台账',
  type: 'procuratorate.guardianship-order.issued',
  columns: {
    督促监护令编号: 'data.orderNo',
    监护人: 'data.guardian',
    发令原因: 'data.cause',
    发令日期: 'time',
    期限至: 'data.to',
    未成年人姓名: 'minor.name',
    身份证号码: 'minor.docNo',
  },
  key: ['data.orderNo', 'minor.docNo'],
  changed: 'corrects',
});
