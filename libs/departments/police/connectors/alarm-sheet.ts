import { defineConnector } from '@lianhu/kernel';

/** 接处警涉未成年人登记表. Header texts † (assumption): of an invented office, after published forms. */
export const alarmSheet = defineConnector({
  name: 'alarm-sheet',
  title: '接处警涉未成年人登记表',
  type: 'police.alarm.received',
  columns: {
    接警编号: 'data.alarmNo',
    接警时间: 'time',
    警情类别: 'data.kind',
    发生乡镇: 'data.town',
    未成年人角色: 'data.minorRole',
    是否受伤: 'data.injured',
    未成年人姓名: 'minor.name',
    身份证号码: 'minor.docNo',
    现住址: 'minor.addressActual',
    监护人姓名: 'guardian1.name',
    监护人关系: 'guardian1.rel',
    监护人电话: 'guardian1.phone',
  },
  key: ['data.alarmNo', 'minor.docNo'],
  changed: 'corrects',
});
