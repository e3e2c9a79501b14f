import { defineConnector } from '@lianhu/kernel';

/** 残疾人证核发名册. Header texts † (assumption): of an invented office, after published forms. */
export const certificateRoster = defineConnector({
  name: 'certificate-roster',
  title: '残疾人证核发名册',
  type: 'disabled-federation.certificate.issued',
  columns: {
    姓名: 'minor.name',
    身份证号码: 'minor.docNo',
    持证人: 'data.holder',
    残疾类别: 'data.kind',
    残疾等级: 'data.grade',
    核发日期: 'time',
    家庭住址: 'minor.addressActual',
  },
  key: ['minor.docNo', 'data.holder'],
  baseline: true,
});
