import { defineConnector } from '@lianhu/kernel';

/** 学籍名册. Header texts † (assumption): of an invented office, after published forms. */
export const enrolmentRoster = defineConnector({
  name: 'enrolment-roster',
  title: '学籍名册',
  type: 'education.student.enrolled',
  columns: {
    学生姓名: 'minor.name',
    身份证件类型: 'minor.docType',
    身份证件号码: 'minor.docNo',
    学籍号: 'data.studentNo',
    学校标识码: 'data.school',
    年级: 'data.grade',
    是否寄宿: 'data.boarding',
    是否随迁子女: 'data.migrantChild',
    入学日期: 'time',
  },
  key: ['data.studentNo'],
  changed: 'corrects',
  baseline: true,
});
