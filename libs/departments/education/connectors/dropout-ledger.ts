import { defineConnector } from '@lianhu/kernel';

/** 控辍保学疑似辍学台账. Header texts † (assumption): of an invented office, after published forms. */
export const dropoutLedger = defineConnector({
  name: 'dropout-ledger',
  title: '控辍保学疑似辍学台账',
  type: 'education.dropout.suspected',
  columns: {
    学生姓名: 'minor.name',
    身份证件号码: 'minor.docNo',
    未到校起始日期: 'data.since',
    原因: 'data.reason',
    登记日期: 'time',
    家庭住址: 'minor.addressActual',
  },
  key: ['minor.docNo', 'data.since'],
  changed: 'corrects',
  ignore: ['学校', '班级'],
});
