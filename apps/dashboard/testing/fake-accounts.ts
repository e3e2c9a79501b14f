import type { Session } from '../api/types';

const ALL = [
  ['rescue', '救助'],
  ['investigate', '调查'],
  ['confer', '会商'],
  ['assess', '评估'],
  ['aid', '资助'],
  ['educate', '教育'],
  ['treat', '医疗'],
  ['statistics', '统计'],
  ['supervise', '监督'],
] as const;
const OFFICE = ALL.map(([code, title]) => ({ code, title }));
const AUDIT = [
  { code: 'audit', title: '审计' },
  { code: 'supervise', title: '监督' },
  { code: 'statistics', title: '统计' },
];

/** Whose password is a one-time one until it is changed. */
export const NEWCOMER = 'newcomer';
/** Invented accounts; the password of each is `pass` until it is changed. */
export const USERS: Readonly<Record<string, { readonly user: NonNullable<Session['user']>; readonly purposes: Session['purposes'] }>> = {
  office: { user: { name: '测试员甲', role: 'office-lead', roleTitle: '未保办负责人', area: '990101' }, purposes: OFFICE },
  town: {
    user: { name: '测试员乙', role: 'town', roleTitle: '乡镇未保站', area: '990101', town: '990101001', townName: '东溪镇', placeName: '东溪镇' },
    purposes: OFFICE.slice(0, 4),
  },
  data: {
    user: { name: '测试员丁', role: 'data-officer', roleTitle: '数据专员', area: '990101', department: 'police' },
    purposes: AUDIT.slice(1),
  },
  police: { user: { name: '测试员戊', role: 'case-officer', roleTitle: '办案人员', department: 'police', area: '990101' }, purposes: OFFICE },
  newcomer: { user: { name: '测试员庚', role: 'office', roleTitle: '未保办工作人员', area: '990101' }, purposes: OFFICE },
  auditor: { user: { name: '测试员丙', role: 'auditor', roleTitle: '审计监督', area: '990101' }, purposes: AUDIT },
};
