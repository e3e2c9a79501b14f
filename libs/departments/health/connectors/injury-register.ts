import { defineConnector } from '@lianhu/kernel';

/** 疑似侵害伤情登记. Header texts † (assumption): of an invented office, after published forms. */
export const injuryRegister = defineConnector({
  name: 'injury-register',
  title: '疑似侵害伤情登记',
  type: 'health.suspicious-injury.found',
  columns: {
    线索编号: 'data.clueRef',
    接诊时间: 'time',
    强制报告情形: 'data.situation',
    伤情: 'data.injury',
    病历预警级别: 'data.level',
    儿童姓名: 'minor.name',
    身份证号码: 'minor.docNo',
  },
  key: ['data.clueRef'],
  changed: 'corrects',
});
