import { DEPARTMENTS } from './department-routes';
import { json, PAGE, type RouteDocument } from './route-document';

const CATALOGUE: readonly RouteDocument[] = [
  { method: 'get', path: '/api/catalogue', tag: 'catalogue', summary: '部门与事件类型', ok: { '200': undefined } },
  {
    method: 'get',
    path: '/api/catalogue/{type}/{version}',
    tag: 'catalogue',
    summary: '事件类型：模式、字段、代码表、示例',
    ok: { '200': undefined },
  },
];
const FORMS: readonly RouteDocument[] = [
  { method: 'get', path: '/api/forms', tag: 'forms', summary: '本人可以填报的事件类型与乡镇', ok: { '200': undefined } },
  {
    method: 'post',
    path: '/api/records',
    tag: 'forms',
    summary: '人工填报枢纽记录：家访、巡查、哨点、线索、人员、会议等',
    body: { types: ['application/json'], schema: 'SentEvent' },
    ok: { '200': 'Receipt', '201': 'Receipt' },
  },
  {
    method: 'post',
    path: '/api/minors/find',
    tag: 'forms',
    summary: '按姓名或证件号码查找可见的未成年人',
    body: json(),
    ok: { '200': undefined },
    purpose: true,
  },
];
const LOG: readonly RouteDocument[] = [
  { method: 'get', path: '/api/log/head', tag: 'log', summary: '日志最新位置与签名检查点', ok: { '200': 'Head' } },
  {
    method: 'get',
    path: '/api/log/events',
    tag: 'log',
    summary: '按序读取日志',
    query: ['after', 'limit', 'type', 'department', 'subject'],
    ok: { '200': undefined },
  },
  { method: 'get', path: '/api/log/live', tag: 'log', summary: '持续读取（服务器推送）', query: ['after', 'purpose'], ok: { '200': undefined } },
  { method: 'get', path: '/api/log/checkpoint', tag: 'log', summary: '签名检查点', ok: { '200': undefined } },
  { method: 'get', path: '/api/log/tile/{level}/{index}', tag: 'log', summary: '哈希瓦片（C2SP tlog-tiles）', ok: { '200': undefined } },
  {
    method: 'get',
    path: '/api/log/proofs/inclusion',
    tag: 'log',
    summary: '包含证明',
    query: ['position', 'treeSize'],
    ok: { '200': 'InclusionProof' },
  },
  { method: 'get', path: '/api/log/proofs/consistency', tag: 'log', summary: '一致性证明', query: ['from', 'to'], ok: { '200': undefined } },
];
const VIEWS: readonly RouteDocument[] = [
  { method: 'get', path: '/api/views', tag: 'views', summary: '视图列表', ok: { '200': undefined } },
  {
    method: 'get',
    path: '/api/views/{view}',
    tag: 'views',
    summary: '视图',
    query: ['area', 'period', 'asOf', 'minWait', ...PAGE],
    ok: { '200': 'ViewPage' },
    purpose: true,
  },
  {
    method: 'get',
    path: '/api/views/minors/{minorRef}',
    tag: 'views',
    summary: '一名未成年人：状态与时间线',
    query: ['asOf', 'minWait'],
    ok: { '200': undefined },
    purpose: true,
  },
  {
    method: 'get',
    path: '/api/views/inbox',
    tag: 'views',
    summary: '未保办、乡镇、村居的通知',
    query: ['state', 'urgent', 'overdue', 'page', 'size', 'minWait'],
    ok: { '200': undefined },
    purpose: true,
  },
  {
    method: 'post',
    path: '/api/views/inbox/{notice}/{command}',
    tag: 'views',
    summary: '签收、接收、退回、办结通知',
    body: json(),
    ok: { '200': undefined },
  },
  { method: 'get', path: '/api/views/boards', tag: 'views', summary: '本人可看的统计看板', ok: { '200': undefined } },
  {
    method: 'get',
    path: '/api/views/boards/{board}',
    tag: 'views',
    summary: '统计看板：一个季度的数据，按乡镇或部门',
    query: ['quarter'],
    ok: { '200': undefined },
  },
  { method: 'get', path: '/api/views/live', tag: 'views', summary: '视图更新提示（服务器推送）', ok: { '200': undefined } },
];
const PROCESSES: readonly RouteDocument[] = [
  {
    method: 'post',
    path: '/api/processes/{process}/commands/{command}',
    tag: 'processes',
    summary: '流程命令',
    query: ['If-Match'],
    body: json('AlertCommand'),
    ok: { '200': 'CommandDone' },
    purpose: true,
  },
  {
    method: 'get',
    path: '/api/processes/{process}/cases/{case}',
    tag: 'processes',
    summary: '个案的状态、经过与时限',
    ok: { '200': undefined },
    purpose: true,
  },
];
const REPORTS: readonly RouteDocument[] = [
  { method: 'get', path: '/api/reports/indicators', tag: 'reports', summary: '指标及口径', ok: { '200': undefined } },
  { method: 'get', path: '/api/reports/quarterly', tag: 'reports', summary: '各季度状态', ok: { '200': undefined } },
  { method: 'get', path: '/api/reports/quarterly/{quarter}', tag: 'reports', summary: '季报', query: ['area', 'format'], ok: { '200': 'Report' } },
  { method: 'post', path: '/api/reports/quarterly/{quarter}/close', tag: 'reports', summary: '关账', ok: { '200': undefined } },
  {
    method: 'get',
    path: '/api/reports/quarterly/{quarter}/cells/{id}/events',
    tag: 'reports',
    summary: '一个数据的来源事件',
    ok: { '200': undefined },
    purpose: true,
  },
];
const AUDIT: readonly RouteDocument[] = [
  {
    method: 'post',
    path: '/api/audit/exports',
    tag: 'audit',
    summary: '导出日志（NDJSON，或 format=zip 附离线核验页）',
    query: ['format'],
    body: json(),
    ok: { '200': undefined },
    purpose: true,
  },
  { method: 'get', path: '/api/audit/replays', tag: 'audit', summary: '可复算的视图与本人的复算任务', ok: { '200': undefined } },
  {
    method: 'post',
    path: '/api/audit/replays',
    tag: 'audit',
    summary: '把视图、对象或季报复算到任一时点，或比较两个时点',
    body: json(),
    ok: { '200': undefined, '202': undefined },
    purpose: true,
  },
  {
    method: 'get',
    path: '/api/audit/replays/{id}',
    tag: 'audit',
    summary: '复算进度、清单与结果（JSON 分页，或 NDJSON 全部）',
    query: ['page', 'size'],
    ok: { '200': undefined },
    purpose: true,
  },
  {
    method: 'post',
    path: '/api/audit/verify',
    tag: 'audit',
    summary: '验证导出文件',
    body: { types: ['application/x-ndjson'] },
    ok: { '200': undefined },
  },
  {
    method: 'get',
    path: '/api/audit/accesses',
    tag: 'audit',
    summary: '谁因何读取了什么',
    query: ['minorRef', 'by', 'from', 'to'],
    ok: { '200': undefined },
    purpose: true,
  },
];
const ERASURES: readonly RouteDocument[] = [
  { method: 'get', path: '/api/erasures', tag: 'erasures', summary: '个人信息删除决定与执行情况', ok: { '200': undefined } },
  {
    method: 'post',
    path: '/api/erasures',
    tag: 'erasures',
    summary: '决定删除一名未成年人的个人信息（未保办负责人）',
    body: json(),
    ok: { '201': undefined },
  },
  {
    method: 'post',
    path: '/api/erasures/{order}/execute',
    tag: 'erasures',
    summary: '执行删除决定（数据安全员），不可撤销',
    ok: { '200': undefined },
  },
];
const PROVINCE: readonly RouteDocument[] = [
  { method: 'get', path: '/api/province/views', tag: 'province', summary: '省级监测：视图、统计与各枢纽进度', ok: { '200': undefined } },
  {
    method: 'get',
    path: '/api/province/views/{view}',
    tag: 'province',
    summary: '省级监测：多个枢纽的视图，含枢纽列',
    query: ['hub', ...PAGE],
    ok: { '200': undefined },
    purpose: true,
  },
  { method: 'get', path: '/api/province/sums/{sum}', tag: 'province', summary: '省级监测：按枢纽统计', ok: { '200': undefined } },
];
const SESSION: readonly RouteDocument[] = [
  {
    method: 'post',
    path: '/api/token',
    tag: 'sign-in',
    summary: '系统以密钥换取令牌',
    body: { types: ['application/x-www-form-urlencoded'] },
    ok: { '200': undefined },
    anonymous: true,
  },
  { method: 'get', path: '/api/session', tag: 'sign-in', summary: '当前登录', ok: { '200': undefined }, anonymous: true },
  { method: 'post', path: '/api/session', tag: 'sign-in', summary: '登录', body: json(), ok: { '200': undefined }, anonymous: true },
  { method: 'delete', path: '/api/session', tag: 'sign-in', summary: '退出', ok: { '204': undefined } },
  { method: 'get', path: '/health/live', tag: 'operations', summary: '进程存活', ok: { '200': undefined }, anonymous: true },
  { method: 'get', path: '/health/ready', tag: 'operations', summary: '可以服务', ok: { '200': undefined }, anonymous: true },
];

/** Every route of the public API, version 1. */
export const routes: readonly RouteDocument[] = [
  ...DEPARTMENTS,
  ...CATALOGUE,
  ...FORMS,
  ...LOG,
  ...VIEWS,
  ...PROCESSES,
  ...REPORTS,
  ...AUDIT,
  ...ERASURES,
  ...PROVINCE,
  ...SESSION,
];
