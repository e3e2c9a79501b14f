import { defineConnector } from '@lianhu/kernel';

/** 儿童服务机构场所名册. Header texts † (assumption): of an invented office, after published forms. */
export const placeRegister = defineConnector({
  name: 'place-register',
  title: '儿童服务机构场所名册',
  type: 'hub.place.registered',
  columns: {
    场所编号: 'data.place',
    场所种类: 'data.kind',
    所在乡镇: 'data.town',
    哨点类别: 'data.sentinel',
    席位数: 'data.seats',
    登记日期: 'time',
  },
  key: ['data.place'],
  changed: 'corrects',
  baseline: true,
  ignore: ['场所名称', '地址', '联系人'],
});
