import { defineConnector } from '@lianhu/kernel';

/** 家庭教育指导记录. Header texts † (assumption): of an invented office, after published forms. */
export const guidanceLog = defineConnector({
  name: 'guidance-log',
  title: '家庭教育指导记录',
  type: 'womens-federation.guidance.delivered',
  columns: {
    指导令编号: 'data.orderNo',
    指导形式: 'data.form',
    '指导时长（小时）': { target: 'data.minutes', unit: 'hours' },
    指导日期: 'time',
    孩子姓名: 'minor.name',
    身份证号码: 'minor.docNo',
  },
});
