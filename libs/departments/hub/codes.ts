import { defineCodes } from '@lianhu/kernel';

export { DEPT, NEED, SEX } from '@lianhu/standards';

/** 密钥算法 {KEYALG}. Source: line format, suite `std-1`. */
export const KEYALG = defineCodes('KEYALG', '密钥算法', { Ed25519: 'Ed25519' });
/** 政策包与规则 {PACK}. */
export const PACK = defineCodes('PACK', '启用内容', { policy: '政策包', rule: '预警规则', roster: '名录' });
/** 预警办结结论 {VERDICT}. */
export const VERDICT = defineCodes('VERDICT', '办结结论', { confirmed: '确认', false: '误报', known: '已知', duplicate: '重复' });
/** 流程 {PROC}: processes whose clocks the hub watches. */
export const PROC = defineCodes('PROC', '流程', { alert: '预警办理' });
/** 升级层级 {ESC}. */
export const ESC = defineCodes('ESC', '升级层级', { E1: '一级', E2: '二级', E3: '三级', E4: '四级' });
/** 通知类别 {NOTICE}. */
export const NOTICE = defineCodes('NOTICE', '通知类别', {
  notice: '通知',
  task: '任务',
  assist: '协查',
  'superior-comment': '上级批示',
  'superior-order': '上级交办',
  reminder: '催办',
  correction: '更正',
});
/** 岗位 {POST}: who acts on an alert or sees a child. */
export const POST = defineCodes('POST', '岗位', {
  'office-director': '未保办主任',
  'office-executive-deputy': '未保办常务副主任',
  'office-deputy': '未保办副主任',
  'office-staff': '未保办工作人员',
  liaison: '部门联络员',
  inspector: '督查专员',
  supervisor: '儿童督导员',
  'child-director': '儿童主任',
  'grid-worker': '网格员',
  'group-leader': '村民小组长',
  'sentinel-monitor': '健康监测管理员',
  'station-social-worker': '驻站社工',
  'school-social-worker': '驻校社工',
  'agency-social-worker': '机构社工',
  'juvenile-judge': '少年审判法官',
  'juvenile-prosecutor': '未检检察官',
  'police-officer': '公安专办民警',
  'civil-affairs-officer': '民政专人',
  'hotline-desk': '热线坐席',
  duty: '值班人员',
});
/** Most pieces of evidence that one event of an alert names. Unit: events. */
export const MAX_EVIDENCE = 200;
