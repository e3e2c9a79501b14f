import { defineConnector } from '@lianhu/kernel';

/** 0至6岁儿童残疾初筛疑似登记. Header texts † (assumption): of an invented office, after published forms. */
export const screeningSheet = defineConnector({
  name: 'screening-sheet',
  title: '0至6岁儿童残疾初筛疑似登记',
  type: 'health.screening.suspected',
  columns: {
    儿童姓名: 'minor.name',
    身份证号码: 'minor.docNo',
    疑似残疾类别: 'data.kind',
    月龄: 'data.ageMonths',
    筛查日期: 'time',
    现住址: 'minor.addressActual',
  },
  key: ['minor.docNo', 'data.kind', 'data.ageMonths'],
  changed: 'corrects',
  ignore: ['筛查机构'],
});
