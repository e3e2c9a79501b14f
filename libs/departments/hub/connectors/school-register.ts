import { defineConnector } from '@lianhu/kernel';

/** 学校名册. Header texts † (assumption): of an invented office, after published forms. */
export const schoolRegister = defineConnector({
  name: 'school-register',
  title: '学校名册',
  type: 'hub.place.registered',
  columns: {
    学校标识码: 'data.place',
    学校类别: 'data.kind',
    所在乡镇: 'data.town',
    在校未成年人数: 'data.minors',
    登记日期: 'time',
  },
  key: ['data.place'],
  changed: 'corrects',
  baseline: true,
  ignore: ['学校名称', '办学性质'],
});
