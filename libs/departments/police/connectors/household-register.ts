import { defineConnector } from '@lianhu/kernel';

/** 未成年人户口登记名册. Header texts † (assumption): of an invented office, after published forms. */
export const householdRegister = defineConnector({
  name: 'household-register',
  title: '未成年人户口登记名册',
  type: 'police.household.registered',
  columns: {
    姓名: 'minor.name',
    公民身份号码: 'minor.docNo',
    户口事项: 'data.kind',
    待落户起始日期: 'data.waitingSince',
    登记日期: 'time',
    户籍地址: 'minor.addressHousehold',
    户主或监护人: 'guardian1.name',
    与监护人关系: 'guardian1.rel',
  },
  key: ['minor.docNo', 'data.kind'],
  changed: 'corrects',
  baseline: true,
});
