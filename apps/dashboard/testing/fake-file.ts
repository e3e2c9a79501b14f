import { isNote } from '@lianhu/kernel';
import type { Minor, MinorFile, TimelineEvent } from '../api/types';
import { at, day, MINORS } from './fake-county';

const field = (name: string, title: string, value: unknown, text: string): NonNullable<TimelineEvent['fields']>[number] => ({
  name,
  title,
  value,
  text,
});
/** The moment that an auditor asks for: position 12,000. */
const MOMENT = at(-880);
const TIMELINE: readonly TimelineEvent[] = [
  {
    handle: 't1',
    type: 'hub.alert.raised',
    title: '预警产生',
    time: at(-21),
    recordedAt: at(-21),
    department: 'hub',
    departmentName: '联护枢纽',
    level: 'L4',
    category: 'K18',
    fields: [field('rule', '规则', 'R01', 'R01'), field('level', '等级', 4, '红色')],
  },
  {
    handle: 't1a',
    type: 'hub.notice.sent',
    title: '通知发出',
    time: at(-21.4),
    recordedAt: at(-21),
    department: 'hub',
    departmentName: '联护枢纽',
    level: 'L4',
    category: 'K18',
    fields: [],
  },
  {
    handle: 't2',
    type: 'police.dv-call.received',
    title: '家暴警情',
    time: at(-21.5),
    recordedAt: at(-21),
    department: 'police',
    departmentName: '公安机关',
    level: 'L4',
    category: 'K09',
    fields: [
      field('minorRole', '未成年人角色', 'witness', '目睹'),
      field('repeatIn12m', '12个月内重复次数', 1, '1'),
      field('weapon', '是否使用器械', false, '否'),
    ],
  },
  {
    handle: 't3',
    type: 'education.absence.flagged',
    title: '缺勤预警',
    time: at(-70),
    recordedAt: at(-30),
    department: 'education',
    departmentName: '教育部门',
    level: 'L4',
    category: 'K04',
    fields: [
      field('days', '缺勤天数', 3, '3 天'),
      field('since', '起始日期', day(-4), day(-4)),
      field('school', '学校', '演示中心小学', '演示中心小学'),
    ],
  },
  {
    handle: 't4',
    title: '健康服务',
    time: at(-900),
    recordedAt: at(-899),
    department: 'health',
    departmentName: '卫生健康部门',
    level: 'L4',
    task: { need: 'medical', needTitle: '医疗', dueAt: at(-400) },
  },
  {
    handle: 't5',
    type: 'civil-affairs.care-agreement.signed',
    title: '委托照护协议签订',
    time: at(-3_000),
    recordedAt: at(-2_990),
    department: 'civil-affairs',
    departmentName: '民政部门',
    level: 'L4',
    category: 'K03',
    fields: [field('from', '生效日期', day(-125), day(-125)), field('carerRel', '照护人关系', 'grandparent', '祖父母')],
  },
  {
    handle: 't6',
    type: 'civil-affairs.minor.listed',
    title: '列入重点对象',
    time: at(-9_000),
    recordedAt: at(-8_998),
    department: 'civil-affairs',
    departmentName: '民政部门',
    level: 'L4',
    category: 'K02',
    fields: [field('category', '对象类别', '04', '农村留守')],
  },
  {
    handle: 't6a',
    type: 'civil-affairs.minor.listed',
    title: '列入重点对象',
    time: at(-9_001),
    recordedAt: at(-8_999),
    department: 'civil-affairs',
    departmentName: '民政部门',
    level: 'L4',
    category: 'K02',
    state: 'withdrawn',
    reason: '身份错配',
    fields: [field('category', '对象类别', '07', '重病')],
  },
  {
    handle: 't7',
    type: 'hub.minor.registered',
    title: '未成年人登记',
    time: at(-9_000),
    recordedAt: at(-8_998),
    department: 'hub',
    departmentName: '联护枢纽',
    level: 'L4',
    category: 'K01',
    fields: [],
  },
];

/** Records in one part of a timeline: few, so that there is another part. */
const PART = 7;

/** The part of a timeline that is asked for. */
function told(events: readonly TimelineEvent[], query: URLSearchParams): Pick<MinorFile, 'timeline' | 'earlier' | 'leftOut'> {
  const without = query.get('without');
  const isLeftOut = (type: string): boolean => (without === 'notes' ? isNote(type) : without === 'notices' && type.startsWith('hub.notice.'));
  const wanted = events.filter(({ type }) => type === undefined || !isLeftOut(type));
  const from = wanted.findIndex(({ handle }) => handle === query.get('before')) + 1;
  return { timeline: wanted.slice(from, from + PART), earlier: wanted.length > from + PART, leftOut: wanted.length < events.length };
}

/** One child's file; auditors get no name, and an older moment shows less. */
export function minorFile(minorRef: string, pseudonymous: boolean, query: URLSearchParams): MinorFile | undefined {
  const asOf = query.get('asOf');
  const child = MINORS.find((row) => row.minorRef.slice(6) === minorRef.replace(/^(minor|child)-/, ''));
  if (child === undefined) return undefined;
  const { name, village, villageName, ...rest } = child;
  const shown: Minor = pseudonymous ? { ...rest, minorRef } : { ...rest, name, village, villageName };
  return {
    minor: {
      ...shown,
      ...(pseudonymous
        ? {}
        : {
            birthDate: '2015-03-14',
            guardians: [
              { rel: 'father', name: '测试家长甲' },
              { rel: 'paternal-grandparent', name: '测试家长乙' },
            ],
          }),
    },
    ...told(asOf === null ? TIMELINE : TIMELINE.filter(({ recordedAt }) => (recordedAt ?? MOMENT) <= MOMENT), query),
    asOf: asOf === null ? { position: 20_113, recordedAt: at(-0.02) } : { position: 12_000, recordedAt: MOMENT },
  };
}
