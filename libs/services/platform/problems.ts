import type { FieldFault } from '@lianhu/kernel';

/** Language of messages: Chinese unless `Accept-Language` asks for English. */
export type Language = 'zh' | 'en';

/** Every problem type that the API answers: status and title. The key is the stable last part of `type`. Source: public API, errors. */
export const PROBLEMS = {
  'malformed-json': { status: 400, zh: '请求内容不是有效的 UTF-8 JSON', en: 'The body is not valid UTF-8 JSON' },
  'malformed-request': { status: 400, zh: '请求参数有误', en: 'The request is malformed' },
  'as-of-unsupported': { status: 400, zh: '该视图暂不支持历史时点查询', en: 'This view cannot be read as of a moment yet' },
  'not-signed-in': { status: 401, zh: '请先登录', en: 'Sign in first' },
  'sign-in-failed': { status: 401, zh: '账号或密码不正确', en: 'Name or password is wrong' },
  'bad-signature': { status: 401, zh: '批次签名或密钥无效', en: 'The batch signature or its key is not valid' },
  'not-allowed': { status: 403, zh: '没有权限', en: 'Not allowed' },
  'csrf-token-missing': { status: 403, zh: '页面已过期，请刷新后重试', en: 'The CSRF token is missing or wrong' },
  'password-change-required': { status: 403, zh: '请先修改一次性口令', en: 'Change the one-time password first' },
  'purpose-required': { status: 403, zh: '请先选择查阅目的', en: 'State the purpose of reading first' },
  'purpose-not-allowed': { status: 403, zh: '该角色不能以此目的查阅', en: 'This role may not read for this purpose' },
  'source-not-yours': { status: 403, zh: '来源系统不属于本凭证', en: 'The source is not bound to this credential' },
  'type-not-yours': { status: 403, zh: '事件类型不属于本部门', en: 'The event type belongs to another department' },
  'not-found': { status: 404, zh: '未找到', en: 'Not found' },
  'method-not-allowed': { status: 405, zh: '该地址不支持此请求方法', en: 'This address does not take the method' },
  'request-timeout': { status: 408, zh: '请求未在时限内发完', en: 'The request was not sent in time' },
  'idempotency-conflict': { status: 409, zh: '同一编号已用于内容不同的事件', en: 'This id was used for an event with other content' },
  'partial-duplicate': { status: 409, zh: '批次中部分事件已报送', en: 'Some events of the array were pushed before' },
  'version-conflict': { status: 409, zh: '数据已被他人更新，请刷新', en: 'Somebody else changed it meanwhile' },
  refused: { status: 409, zh: '当前状态下不能执行该操作', en: 'The command is refused in this state' },
  'too-large': { status: 413, zh: '内容超出大小限制', en: 'The content is too large' },
  'unsupported-media-type': { status: 415, zh: '不支持的内容类型', en: 'The content type is not supported' },
  'invalid-event': { status: 422, zh: '事件不符合规范', en: 'The event does not fit its type' },
  'duplicate-in-request': { status: 422, zh: '同一请求内编号重复', en: 'The same id stands twice in the request' },
  'not-a-minor': { status: 422, zh: '事件发生时已满18周岁，须由人工核对', en: 'Was 18 or more at the time; a person has to look' },
  'secret-in-clear': { status: 422, zh: '批次中有应加密的内容以明文出现', en: 'A declared secret stands in clear in the batch' },
  'digest-mismatch': { status: 422, zh: '摘要与原值不一致', en: 'A digest does not fit its value' },
  'invalid-input': { status: 422, zh: '输入有误', en: 'The input is not valid' },
  'too-many-requests': { status: 429, zh: '请求过多，请稍后重试', en: 'Too many requests' },
  'headers-too-large': { status: 431, zh: '请求头超出大小限制', en: 'The headers of the request are too large' },
  internal: { status: 500, zh: '系统内部错误', en: 'Internal error' },
  'hub-unavailable': { status: 503, zh: '枢纽暂时不可用', en: 'The hub is not available' },
  'database-unavailable': { status: 503, zh: '数据库暂时不可用，请稍后重试', en: 'The database is not available' },
  'edge-stopped': {
    status: 503,
    zh: '本接入端已停止接收：枢纽日志或密钥未通过核验，须由管理员处理',
    en: 'This edge has stopped: the log or a key did not pass its checks',
  },
  'storage-full': { status: 507, zh: '本接入端存储空间已满，未接收', en: 'This edge has no room left; nothing was taken' },
  loading: { status: 503, zh: '演示数据加载中，请稍后再报送', en: 'Demonstration data are loading' },
  busy: { status: 503, zh: '系统繁忙，请稍后重试', en: 'The system is busy' },
  'access-log-unavailable': { status: 503, zh: '查阅记录暂时无法写入，不能提供数据', en: 'The access log cannot be written, so nothing is shown' },
} as const;
export type ProblemCode = keyof typeof PROBLEMS;

/** What to do about it, where the title does not say; stands as `detail` unless there is a nearer one. */
const HINTS: Readonly<Partial<Record<ProblemCode, Readonly<Record<Language, string>>>>> = {
  'malformed-json': { zh: '请求没有内容', en: 'The request has no body' },
  'source-not-yours': { zh: '请省略 source，或填写凭证所绑定的来源', en: 'Leave source out, or give the one that the credential is bound to' },
  'type-not-yours': { zh: '只能报送本部门目录中的事件类型（/api/catalogue）', en: "Only types of your department's catalogue (/api/catalogue)" },
  'idempotency-conflict': {
    zh: '更正请换用新的 id，并在 corrects 中填写原 id；内容未变请原样重发；errors 指出 sourceseq 的，请换一个序号',
    en: 'To correct it, send a new id and name the first in corrects; to repeat it, send it unchanged; where errors name sourceseq, give another number',
  },
  'partial-duplicate': { zh: '请去掉已报送的事件，或改用 ?mode=independent', en: 'Leave out what was pushed, or use ?mode=independent' },
  'too-large': {
    zh: '单个事件不超过 64 KiB；数组不超过 1,000 个事件、8 MiB；更多请用 NDJSON 或文件（不超过 200 MB）',
    en: 'At most 64 KiB an event, 1,000 events and 8 MiB an array; send more as NDJSON or a file (200 MB at most)',
  },
  'headers-too-large': { zh: '请求头合计不超过 16 KiB；标识放在请求内容里', en: 'At most 16 KiB of headers; what is long belongs into the body' },
  'unsupported-media-type': {
    zh: '事件用 application/json、application/cloudevents+json、application/cloudevents-batch+json 或 application/x-ndjson，UTF-8',
    en: 'Events are application/json, application/cloudevents+json, application/cloudevents-batch+json or application/x-ndjson, in UTF-8',
  },
};

/** RFC 9457 problem. Never holds personal data. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly errors?: readonly FieldFault[];
  readonly [extra: string]: unknown;
}

/** What a problem may carry beside its code. */
export interface ProblemExtra {
  readonly detail?: string;
  readonly errors?: readonly FieldFault[];
  /** Unit: seconds. */
  readonly retryAfter?: number;
  /** Methods that the address takes. */
  readonly allow?: readonly string[];
  /** Further members of the answer, e.g. the refusal's code. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** A refusal on its way to the caller; services throw it, only the filter turns it into HTTP. */
export class ProblemError extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly extra: ProblemExtra = {},
  ) {
    super(code);
    this.name = 'ProblemError';
  }
}

/** The problem as the caller gets it. */
export function problemOf(code: ProblemCode, extra: ProblemExtra = {}, language: Language = 'zh'): Problem {
  const { status, [language]: title } = PROBLEMS[code];
  const detail = extra.detail ?? HINTS[code]?.[language];
  return {
    type: `/problems/${code}`,
    title,
    status,
    ...(detail === undefined ? {} : { detail }),
    ...(extra.errors === undefined ? {} : { errors: extra.errors }),
    ...extra.members,
  };
}

/** The language that a request asks for. */
export const languageOf = (acceptLanguage: string | undefined): Language => (/^\s*en\b/i.test(acceptLanguage ?? '') ? 'en' : 'zh');

/** A refusal of accounts, clients or sources (`access.…`) as the caller's own fault; everything else is thrown on. */
export function asInvalidInput(error: unknown): never {
  const { code } = error as { code?: string };
  if (typeof code === 'string' && code.startsWith('access.')) throw new ProblemError('invalid-input', { detail: code });
  throw error;
}
