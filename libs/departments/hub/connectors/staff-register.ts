import { defineConnector } from '@lianhu/kernel';

/** 儿童工作队伍名册. Header texts † (assumption): of an invented office, after published forms. */
export const staffRegister = defineConnector({
  name: 'staff-register',
  title: '儿童工作队伍名册',
  type: 'hub.staff.appointed',
  columns: {
    任职单位: 'data.unit',
    岗位: 'data.post',
    席位: 'data.seat',
    姓名: 'data.person',
    任职日期: 'data.appointedOn',
    是否专职: 'data.fullTime',
    是否持证: 'data.licensed',
    是否妇联执委: 'data.femaleCommittee',
    登记日期: 'time',
  },
  key: ['data.unit', 'data.post', 'data.seat', 'data.appointedOn'],
  changed: 'corrects',
  baseline: true,
  ignore: ['所在乡镇', '单位名称'],
});
