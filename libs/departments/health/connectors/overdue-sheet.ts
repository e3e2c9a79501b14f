import { defineConnector } from '@lianhu/kernel';

/** 儿童健康管理逾期清单. Header texts † (assumption): of an invented office, after published forms. */
export const overdueSheet = defineConnector({
  name: 'overdue-sheet',
  title: '儿童健康管理逾期清单',
  type: 'health.child-check.overdue',
  columns: {
    儿童姓名: 'minor.name',
    身份证号码: 'minor.docNo',
    健康管理项目: 'data.item',
    逾期天数: 'data.overdueDays',
    统计日期: 'time',
    现住址: 'minor.addressActual',
  },
});
