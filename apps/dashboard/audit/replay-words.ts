import { count, moment } from '@lianhu/ui';
import type { Asked } from '../api/replay-client';
import {
  addresseeTitle,
  alertStateTitle,
  categoryTitle,
  departmentTitle,
  levelTitle,
  needTitle,
  noticeKindTitle,
  noticeStateTitle,
  schoolTitle,
  sexTitle,
  verdictTitle,
} from '../words/titles';

const VIEW_TITLES: Readonly<Record<string, string>> = {
  minors: '未成年人名册',
  alerts: '预警',
  departments: '部门报送',
  towns: '乡镇汇总',
  county: '全县汇总',
  'alert-towns': '预警按乡镇汇总',
  'alert-county': '预警全县汇总',
  inbox: '通知',
  'inbox-addressees': '通知按单位汇总',
  'inbox-towns': '通知按乡镇汇总',
  'inbox-county': '通知全县汇总',
};
/** A view's name in words; a view that this page does not know shows its own. */
export const viewTitle = (name: string): string => VIEW_TITLES[name] ?? name;

/** What was asked for, in words. */
export function askedTitle({ view, subject, report, version = 1 }: Asked): string {
  if (report !== undefined) return `季报 ${report}${version > 1 ? ` 第 ${version} 版` : ''}`;
  return subject === undefined ? viewTitle(view ?? '') : `单个对象 …${subject.slice(-6)}`;
}

const FIELD_TITLES: Readonly<Record<string, string>> = {
  child: '未成年人',
  town: '乡镇',
  sex: '性别',
  birthQuarter: '出生季度',
  ageBand: '年龄段',
  active: '未满十八周岁',
  registeredOn: '登记日期',
  categories: '类别',
  school: '就学',
  agreement: '委托照护协议',
  lastEventAt: '最近动态',
  openAlerts: '未办结预警',
  alertLevel: '预警级别',
  needs: '需求',
  alert: '预警编号',
  rule: '规则',
  ruleVersion: '规则版本',
  level: '级别',
  need: '需求',
  raisedAt: '触发时间',
  dueAt: '办理时限',
  again: '再次触发',
  evidence: '依据（日志序号）',
  state: '状态',
  acknowledgedAt: '签收时间',
  closedAt: '办结时间',
  verdict: '核查结论',
  seenOn: '见到孩子日期',
  overdue: '逾期',
  unfinished: '接收后逾期未办结',
  version: '经过次数',
  department: '部门',
  events: '事件数',
  today: '当日',
  month: '本月',
  lastMonth: '上月',
  late: '迟报',
  notice: '通知编号',
  org: '收件单位',
  to: '收件方',
  place: '所在地',
  kind: '类别',
  subject: '对象',
  about: '所告知事件（日志序号）',
  since: '记录时间',
  urgent: '紧急报告',
  receiptedAt: '签收时间',
  answeredAt: '答复时间',
  completedAt: '办结时间',
  reason: '退回原因',
  missed: '超期层级',
  waiting: '待答复',
  open: '未办结',
  corrections: '更正',
  silent: '长期未报送',
  minors: '未成年人',
  listed: '已列类别',
  raised: '已触发',
  closed: '已办结',
  unacknowledged: '未签收',
  value: '数值',
  numerator: '分子',
  denominator: '分母',
  lateEvents: '迟报的来源事件',
};
/** Titles of counts that name what they count behind a dot. */
const COUNTED: Readonly<Record<string, (code: string) => string>> = {
  category: categoryTitle,
  new: (month) => `${month} 新登记`,
  alertLevel: (level) => `${levelTitle(level)}预警人数`,
  open: (level) => `未办结${levelTitle(level)}预警`,
};

/** A member of a row, in words; one that this page does not know shows its own name. */
export function fieldTitle(name: string): string {
  const [kind = '', code] = name.split('.');
  return (code === undefined ? FIELD_TITLES[name] : COUNTED[kind]?.(code)) ?? name;
}

const CODES: Readonly<Record<string, (code: string) => string>> = {
  sex: sexTitle,
  categories: categoryTitle,
  school: schoolTitle,
  needs: needTitle,
  need: needTitle,
  state: (state) => noticeStateTitle(alertStateTitle(state)), // no state of one is a state of the other
  kind: noticeKindTitle,
  to: addresseeTitle,
  verdict: verdictTitle,
  department: departmentTitle,
  level: levelTitle,
  alertLevel: (level) => (level === '0' ? '无' : levelTitle(level)),
  ageBand: (band) => (band === 'unknown' ? '不详' : `${band.replace('-', '–')} 岁`),
  child: (child) => `…${child.slice(-6)}`,
  subject: (subject) => `…${subject.slice(-6)}`,
};
const MOMENT = /^\d{4}-\d{2}-\d{2}T/;

/** A member's value as an auditor reads it. */
export function valueText(name: string, value: unknown, townName: (town: string) => string): string {
  if (value === undefined || value === null || value === '') return '—';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (Array.isArray(value)) return value.length === 0 ? '无' : value.map((one) => valueText(name, one, townName)).join('、');
  if (typeof value === 'object') return 'count' in value ? `${String(value.count)} 条` : JSON.stringify(value);
  const text = String(value);
  if (name === 'town') return townName(text);
  if (name === 'place') return text.length === 6 ? '全县' : `${townName(text.slice(0, 9))}${text.slice(9)}`; // a village by its own three digits
  const title = CODES[name];
  if (title) return title(text);
  if (MOMENT.test(text)) return moment(text);
  return typeof value === 'number' && name !== 'evidence' ? count(value) : text;
}

/** Columns of the tables of known views; of others every member is told. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  minors: ['town', 'sex', 'ageBand', 'categories', 'school', 'agreement', 'alertLevel', 'openAlerts', 'needs', 'registeredOn', 'lastEventAt'],
  alerts: ['child', 'town', 'rule', 'level', 'need', 'state', 'raisedAt', 'dueAt', 'overdue', 'again', 'verdict', 'evidence'],
  departments: ['events', 'today', 'month', 'lastMonth', 'late', 'corrections', 'lastEventAt', 'silent'],
};
export const columnsOf = (view: string | undefined): readonly string[] | undefined => (view === undefined ? undefined : COLUMNS[view]);
/** Members that a reader finds elsewhere in the row. */
const ELSEWHERE = new Set(['child', 'alert', 'notice', 'org', 'id', 'indicator', 'measure', 'area', 'breakdown', 'unit']);
export const toldFields = (row: Readonly<Record<string, unknown>>): readonly string[] => Object.keys(row).filter((name) => !ELSEWHERE.has(name));

/** What a row is of, short enough for a list; the whole stands in its title. */
export function keyText(key: string, townName: (town: string) => string): string {
  if (key === 'all') return '全县';
  // A quarter's cell: what an auditor writes down.
  if (/^[A-Z]\d+\.\w+\|/.test(key)) return key;
  if (/^\d{9}$/.test(key)) return townName(key);
  const [view, rest] = key.includes('/') ? [key.slice(0, key.indexOf('/')), key.slice(key.indexOf('/') + 1)] : [undefined, key];
  const short = /^child-/.test(rest) || rest.length > 30 ? `…${rest.slice(-6)}` : addresseeTitle(rest);
  return view === undefined ? short : `${viewTitle(view)} ${short}`;
}

interface Told {
  readonly position: number;
  readonly recordedAt?: string;
}
const lineText = ({ position, recordedAt }: Told): string =>
  `第 ${count(position)} 条（${recordedAt === undefined ? '日志开始之前' : `${moment(recordedAt)} 收讫`}）`;

/** What came out of a replay or a comparison, in one line. */
export function summaryText(
  manifest: Told & { readonly rows: number; readonly earlier?: Told; readonly changes?: Readonly<Record<'added' | 'removed' | 'changed', number>> },
): string {
  const { position, rows, earlier, changes } = manifest;
  if (earlier !== undefined && changes !== undefined)
    return `${lineText(earlier)}到${lineText(manifest)}：新增 ${count(changes.added)}，消失 ${count(changes.removed)}，变化 ${count(changes.changed)}`;
  return `${position === 0 ? '这一时点日志中还没有记录' : `已从第 1 条复算到${lineText(manifest)}`}：共 ${count(rows)} 行`;
}

const MANIFEST_TITLES: Readonly<Record<string, string>> = {
  view: '视图',
  over: '所汇总的视图',
  version: '版本',
  subject: '对象',
  views: '视图与版本',
  quarter: '季度',
  definitions: '指标与版本',
  position: '日志序号',
  root: '默克尔根',
  recordedAt: '收讫时间',
  today: '当时的日期',
  policy: '政策包校验值',
  checkpoint: '检查点',
  rows: '行数',
  rowsHash: '全部行的校验值',
  reportHash: '季报校验值',
  closedHash: '关账时的季报校验值',
  restatedHash: '重报时的季报校验值',
  earlier: '较早的时点',
  changes: '变化',
  suite: '密码套件',
  code: '程序版本',
};
export const manifestTitle = (name: string): string => MANIFEST_TITLES[name] ?? name;

const FAILURES: Readonly<Record<string, string>> = {
  'log.history-diverged': '日志行与已签名的根不符：日志可能被改动，请立即报告。',
  'follow.unknown-event-type': '日志中有本程序不认识的事件类型，请先升级程序。',
  'follow.fold-failed': '归并在某一条事件上失败，请联系系统管理员。',
  'replay.too-long': '复算用时过长，已停止。请导出日志后用命令行复算。',
  'replay.no-room': '临时空间不足，已停止。请导出日志后用命令行复算。',
  'replay.stopped': '服务正在停止，请稍后重新开始。',
};
/** Why a replay failed, in words. */
export const failureText = (error: string | undefined): string => FAILURES[error ?? ''] ?? '复算失败，请稍后重试；若持续出现，请联系系统管理员。';
