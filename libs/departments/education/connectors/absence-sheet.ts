import { defineConnector } from '@lianhu/kernel';

/** 缺勤日报. Header texts † (assumption): of an invented office, after published forms. */
export const absenceSheet = defineConnector({
  name: 'absence-sheet',
  title: '缺勤日报',
  type: 'education.absence.flagged',
  columns: {
    学生姓名: 'minor.name',
    身份证件号码: 'minor.docNo',
    缺勤起始日期: 'data.since',
    缺勤天数: 'data.days',
    是否已联系家长: 'data.contacted',
    报告日期: 'time',
    家长姓名: 'guardian1.name',
    家长关系: 'guardian1.rel',
    家长电话: 'guardian1.phone',
  },
  key: ['minor.docNo', 'data.since'],
  changed: 'corrects',
  ignore: ['学校', '班级'],
});
