import { defineConnector } from '@lianhu/kernel';

/** 补贴发放表. Header texts † (assumption): of an invented office, after published forms. */
export const allowanceSheet = defineConnector({
  name: 'allowance-sheet',
  title: '补贴发放表',
  type: 'civil-affairs.allowance.paid',
  columns: {
    姓名: 'minor.name',
    身份证号码: 'minor.docNo',
    补贴类别: 'data.kind',
    发放月份: 'data.month',
    '发放金额（元）': { target: 'data.amount', unit: 'yuan' },
    发放日期: 'time',
  },
  key: ['minor.docNo', 'data.kind', 'data.month'],
  changed: 'corrects',
  ignore: ['开户银行', '银行账号'],
});
