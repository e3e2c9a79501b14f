/** One route of the public API, as its description lists it. */
export interface RouteDocument {
  readonly method: 'get' | 'post' | 'delete';
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** Query parameters, and header `If-Match` where it counts. */
  readonly query?: readonly string[];
  /** The body's content types and the name of its schema. */
  readonly body?: { readonly types: readonly string[]; readonly schema?: string };
  /** Success statuses and the name of the answer's schema. */
  readonly ok: Readonly<Record<string, string | undefined>>;
  /** Whether the route shows L4 and above, so that a purpose is needed. */
  readonly purpose?: boolean;
  readonly anonymous?: boolean;
}

const json = (schema?: string) => ({ types: ['application/json'], ...(schema !== undefined && { schema }) });
const PAGE = ['sort', 'page', 'size'];

const DEPARTMENTS: readonly RouteDocument[] = [
  {
    method: 'post',
    path: '/api/departments/{department}/events',
    tag: 'departments',
    summary: '推送事件：单个、数组（原子）或 NDJSON 流',
    query: ['mode', 'results', 'proof'],
    body: {
      types: ['application/cloudevents+json', 'application/json', 'application/cloudevents-batch+json', 'application/x-ndjson'],
      schema: 'SentEvents',
    },
    ok: { '200': 'Receipt', '201': 'Receipt', '202': 'Stored' },
  },
  {
    method: 'post',
    path: '/api/departments/{department}/forms',
    tag: 'departments',
    summary: '人工填报本部门的事件：单个，来源为本部门的填报表单',
    body: { types: ['application/cloudevents+json', 'application/json'], schema: 'SentEvent' },
    ok: { '200': 'Receipt', '201': 'Receipt', '202': 'Stored' },
  },
  {
    method: 'get',
    path: '/api/departments/{department}/receipts',
    tag: 'departments',
    summary: '查询回执',
    query: ['source', 'id'],
    ok: { '200': 'Receipt', '202': 'Stored' },
  },
  {
    method: 'post',
    path: '/api/departments/{department}/check',
    tag: 'departments',
    summary: '只校验，不入库',
    body: { types: ['application/cloudevents+json', 'application/json'], schema: 'SentEvent' },
    ok: { '200': undefined },
  },
  { method: 'get', path: '/api/departments/{department}/quarantine', tag: 'departments', summary: '待人工核对的事件', ok: { '200': undefined } },
  {
    method: 'post',
    path: '/api/departments/{department}/quarantine/{id}/{action}',
    tag: 'departments',
    summary: '放行、更正或丢弃',
    body: json(),
    ok: { '200': undefined },
  },
  {
    method: 'post',
    path: '/api/departments/{department}/withdrawals',
    tag: 'departments',
    summary: '撤回本部门已报送的事件：原事件保留在日志中，不再计入',
    body: json(),
    ok: { '200': undefined },
  },
  {
    method: 'post',
    path: '/api/departments/{department}/files',
    tag: 'departments',
    summary: '报送表格文件：CSV、XLSX、JSON、XML',
    query: ['baseline', 'sheet', 'type'],
    body: { types: ['multipart/form-data'] },
    ok: { '202': undefined },
  },
  { method: 'get', path: '/api/departments/{department}/files', tag: 'departments', summary: '文件任务列表', ok: { '200': undefined } },
  {
    method: 'get',
    path: '/api/jobs/{id}',
    tag: 'departments',
    summary: '文件任务：进度、列对应、逐行问题',
    query: ['page', 'size'],
    ok: { '200': undefined },
  },
  { method: 'get', path: '/api/jobs/{id}/corrected', tag: 'departments', summary: '标出问题的副本（XLSX）', ok: { '200': undefined } },
  {
    method: 'post',
    path: '/api/jobs/{id}/{action}',
    tag: 'departments',
    summary: '确认列对应（mapping）、改认类型（guess）或取消（cancel）',
    body: json(),
    ok: { '200': undefined },
  },
];
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
    method: 'get',
    path: '/api/identity/reviews',
    tag: 'identity',
    summary: '身份核对：可能属于同一未成年人的两份档案，并排比对',
    query: ['state'],
    ok: { '200': undefined },
    purpose: true,
  },
  {
    method: 'post',
    path: '/api/identity/reviews/{id}/{verdict}',
    tag: 'identity',
    summary: '身份核对意见：same 同一人、different 不同人、later 暂缓、split 拆分；须两人意见一致',
    body: json(),
    ok: { '200': undefined },
    purpose: true,
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
  ...SESSION,
];
