import { defineConnector } from '@lianhu/kernel';

/** 出生登记簿. Header texts † (assumption): of an invented office, after published forms. */
export const birthRegister = defineConnector({
  name: 'birth-register',
  title: '出生登记簿',
  type: 'health.birth.recorded',
  columns: {
    新生儿姓名: 'minor.name',
    新生儿性别: 'minor.sex',
    出生日期: 'minor.birthDate',
    出生医学证明编号: 'data.certNo',
    接生机构: 'data.hospital',
    父亲信息是否明确: 'data.fatherKnown',
    登记日期: 'time',
    母亲姓名: 'guardian1.name',
    母亲电话: 'guardian1.phone',
    家庭住址: 'minor.addressActual',
  },
  constants: { 'guardian1.rel': '母亲' },
  key: ['data.certNo'],
  changed: 'corrects',
});
