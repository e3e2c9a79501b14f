import { defineConnector } from '@lianhu/kernel';

/** 涉未成年人家暴警情登记表. Header texts † (assumption): of an invented office, after published forms. */
export const dvCallSheet = defineConnector({
  name: 'dv-call-sheet',
  title: '涉未成年人家暴警情登记表',
  type: 'police.dv-call.received',
  columns: {
    接警编号: 'data.alarmNo',
    接警时间: 'time',
    未成年人角色: 'data.minorRole',
    '近12个月同户警情（次）': 'data.repeatIn12m',
    是否持械: 'data.weapon',
    伤情: 'data.injury',
    未成年人姓名: 'minor.name',
    身份证号码: 'minor.docNo',
    居住乡镇: 'residencearea',
  },
  key: ['data.alarmNo', 'minor.docNo'],
  changed: 'corrects',
});
