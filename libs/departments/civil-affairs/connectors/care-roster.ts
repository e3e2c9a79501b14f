import { defineConnector } from '@lianhu/kernel';

/** 农村留守儿童和困境儿童名册. Header texts † (assumption): of an invented office, after published forms. */
export const careRoster = defineConnector({
  name: 'care-roster',
  title: '农村留守儿童和困境儿童名册',
  type: 'civil-affairs.minor.listed',
  columns: {
    姓名: 'minor.name',
    身份证号码: 'minor.docNo',
    民族: 'minor.ethnicity',
    儿童类别: 'data.category',
    发现来源: 'data.foundBy',
    纳入日期: 'data.since',
    登记日期: 'time',
    所在乡镇: 'residencearea',
    家庭住址: 'minor.addressActual',
    照料人年龄: 'data.carerAge',
    监护人姓名: 'guardian1.name',
    与儿童关系: 'guardian1.rel',
    联系电话: 'guardian1.phone',
  },
  key: ['minor.docNo', 'data.category'],
  changed: 'corrects',
  baseline: true,
});
