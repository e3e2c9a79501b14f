interface FakeType {
  readonly type: string;
  readonly title: string;
  readonly level: string;
  readonly category?: string;
  readonly protection: readonly string[];
}
const DEPARTMENTS: readonly (readonly [department: string, name: string, types: readonly FakeType[]])[] = [
  [
    'court',
    '人民法院',
    [
      { type: 'court.family-case.accepted', title: '涉未成年子女家事案件立案', level: 'L4', category: 'K22', protection: ['justice', 'family'] },
      { type: 'court.protection-order.applied', title: '人身安全保护令申请受理', level: 'L5', category: 'K09', protection: ['justice', 'family'] },
    ],
  ],
  [
    'procuratorate',
    '人民检察院',
    [{ type: 'procuratorate.guardianship-order.issued', title: '督促监护令', level: 'L4', category: 'K22', protection: ['family', 'justice'] }],
  ],
  [
    'police',
    '公安机关',
    [
      { type: 'police.dv-call.received', title: '家暴警情', level: 'L4', category: 'K09', protection: ['family'] },
      { type: 'police.household.registered', title: '户籍登记', level: 'L3', category: 'K01', protection: ['government'] },
    ],
  ],
  [
    'civil-affairs',
    '民政部门',
    [{ type: 'civil-affairs.minor.listed', title: '列入重点对象', level: 'L4', category: 'K02', protection: ['government'] }],
  ],
  ['education', '教育部门', [{ type: 'education.absence.flagged', title: '缺勤预警', level: 'L4', category: 'K04', protection: ['school'] }]],
  ['health', '卫生健康部门', [{ type: 'health.birth.recorded', title: '出生登记', level: 'L4', category: 'K01', protection: ['government'] }]],
];

export const CATALOGUE = {
  departments: DEPARTMENTS.map(([department, name, types]) => ({
    department,
    name,
    events: types.map((type) => ({ ...type, basis: '未成年人保护法', told: '未保办、居住乡镇：即时', versions: [1] })),
  })),
};

/** Every type has the same fields here; the real catalogue is made from the classes. */
export const fakeType = (type: string): object => ({
  type,
  version: 1,
  schema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    properties: {
      data: {
        type: 'object',
        required: ['alarmNo', 'minorRole'],
        properties: {
          alarmNo: { type: 'string', minLength: 1, maxLength: 40 },
          minorRole: { type: 'string', enum: ['victim', 'witness', 'doer', 'seeker'] },
          repeatIn12m: { type: 'integer', minimum: 0, maximum: 999 },
          weapon: { type: 'boolean' },
        },
      },
    },
  },
  fields: [
    { name: 'alarmNo', title: '接警单号', kind: 'secret' },
    { name: 'minorRole', title: '未成年人角色', kind: 'clear', codes: 'ROLE' },
    { name: 'repeatIn12m', title: '12个月内重复次数', kind: 'clear' },
    { name: 'weapon', title: '是否使用器械', kind: 'clear' },
  ],
  codes: { ROLE: { title: '角色', version: 1, titles: { victim: '被害', witness: '目睹', doer: '行为人', seeker: '求助' } } },
  example: {
    type,
    id: 'example-0001',
    time: '2026-10-12T09:30:00+08:00',
    data: {
      minor: { docType: '01', docNo: '990101201506010014', name: '测试甲', sex: '1', birthDate: '2015-06-01' },
      alarmNo: '演示警单0001',
      minorRole: 'witness',
      repeatIn12m: 1,
      weapon: false,
    },
  },
});
