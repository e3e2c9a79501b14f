import { defineConnector } from '@lianhu/kernel';

/** 家庭风险走访登记. Header texts † (assumption): of an invented office, after published forms. */
export const familyRiskSheet = defineConnector({
  name: 'family-risk-sheet',
  title: '家庭风险走访登记',
  type: 'womens-federation.family-risk.found',
  columns: {
    儿童姓名: 'minor.name',
    身份证号码: 'minor.docNo',
    风险类别: 'data.kind',
    走访日期: 'time',
    所在乡镇: 'residencearea',
    监护人姓名: 'guardian1.name',
    与儿童关系: 'guardian1.rel',
  },
});
