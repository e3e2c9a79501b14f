import { defineConnector } from '@lianhu/kernel';

/** 儿童工作队伍培训台账. Header texts † (assumption): of an invented office, after published forms. */
export const trainingRegister = defineConnector({
  name: 'training-register',
  title: '儿童工作队伍培训台账',
  type: 'hub.training.completed',
  columns: {
    培训种类: 'data.kind',
    任职单位: 'data.unit',
    岗位: 'data.post',
    席位: 'data.seat',
    任职日期: 'data.appointedOn',
    完成日期: 'data.completedOn',
    登记日期: 'time',
  },
  key: ['data.unit', 'data.post', 'data.seat', 'data.kind', 'data.completedOn'],
  changed: 'corrects',
  baseline: true,
  ignore: ['单位名称', '姓名'],
});
