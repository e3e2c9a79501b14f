import { defineConnector } from '@lianhu/kernel';

/** 残疾儿童康复训练月报. Header texts † (assumption): of an invented office, after published forms. */
export const rehabSheet = defineConnector({
  name: 'rehab-sheet',
  title: '残疾儿童康复训练月报',
  type: 'disabled-federation.rehab.delivered',
  columns: {
    儿童姓名: 'minor.name',
    身份证号码: 'minor.docNo',
    定点机构: 'data.org',
    训练月份: 'data.month',
    '训练时长（小时）': { target: 'data.minutes', unit: 'hours' },
    填报日期: 'time',
  },
  key: ['minor.docNo', 'data.org', 'data.month'],
  changed: 'corrects',
});
