import type { Explained } from '@lianhu/ui';

interface FieldFault {
  readonly pointer?: string;
  readonly message?: string;
}
/** A refusal of the API (RFC 9457) or a connection that failed (status 0). */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    /** Last part of the problem's `type`, e.g. `purpose-required`. */
    readonly code: string,
    readonly title: string,
    readonly detail?: string,
    readonly errors: readonly FieldFault[] = [],
    /** Stable code of a command's refusal, e.g. `alert.seen-required`. */
    readonly refusal?: string,
  ) {
    super(title);
    this.name = 'ApiProblem';
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Title for an answer that says nothing itself. */
const fallbackTitle = (status: number): string => (status >= 500 ? '系统暂时不可用，请稍后重试' : `请求未被接受（${status}）`);

/** The problem in a response's body; a body that is none still gives a readable one. */
export async function problemFrom(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => undefined);
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Readonly<Record<string, unknown>>;
  const type = textOf(fields['type']) ?? '';
  const errors = Array.isArray(fields['errors']) ? (fields['errors'] as FieldFault[]) : [];
  return new ApiProblem(
    response.status,
    type.split('/').pop() || String(response.status),
    textOf(fields['title']) ?? fallbackTitle(response.status),
    textOf(fields['detail']),
    errors,
    textOf(fields['code']),
  );
}

/** What an officer can do about it, where the server's own words do not say. */
const ADVICE: Readonly<Record<string, string>> = {
  'access-log-unavailable': '依规定，查阅个人信息必须先留下记录。记录恢复前不显示任何内容，请稍后重试；若持续出现，请联系系统管理员。',
  'not-allowed': '您的岗位没有查看这部分内容的权限。如工作需要，请联系未保办。',
  'purpose-not-allowed': '当前查阅目的与您的岗位不符，请在页面上方更换查阅目的。',
  'not-found': '可能不存在，也可能不在您的权限范围内。',
  'version-conflict': '他人刚刚处理过，页面将刷新为最新状态。',
  unreachable: '请检查网络连接后重试。',
};

/** Refusals of commands, in words. */
const REFUSALS: Readonly<Record<string, string>> = {
  'alert.unknown': '没有这条预警。',
  'alert.already-acknowledged': '这条预警已有人签收。',
  'alert.already-closed': '这条预警已办结。',
  'alert.seen-required': '红色预警须先见到孩子，并填写哪一天、由谁见到。',
  'alert.seen-in-future': '见到孩子的日期不能晚于今天。',
  'alert.undecided': '这名未成年人刚有新的事件，系统还在判断是否属于这条预警；请稍后刷新，看过新的依据再办结。若持续出现，请联系系统管理员。',
  'record.withdrawn': '这件事项已经撤回。',
  'quarter-running': '季度数据尚未截止，暂不能办结。',
  'quarter-not-closed': '这个季度还没有办结，不能重报。',
  'quarter-not-to-restate': '这个季度没有需要重报的更正。',
  'quarter-closed': '这个季度已经办结，不能再次办结。',
  'quarter-other-pack': '这个季度按另一个政策包关账；请导出日志，用该政策包以命令行复算。',
  'follower-behind': '统计尚未处理完全部事件，请稍后再办结。',
};

/** Any error as title and detail for a panel or a message. */
export function explain(error: unknown): Explained {
  if (!(error instanceof ApiProblem)) return { title: '页面出现意外错误', detail: '请刷新页面后重试。' };
  const faults = error.errors.map((fault) => fault.message).filter((message) => message !== undefined);
  const refused = REFUSALS[error.refusal ?? error.code];
  const detail = refused ?? error.detail ?? (faults.length > 0 ? faults.join('；') : ADVICE[error.code]);
  return { title: error.title, ...(detail === undefined ? {} : { detail }) };
}
/** The same in one line. */
export const explainLine = (error: unknown): string => {
  const { title, detail } = explain(error);
  return detail === undefined ? title : `${title}：${detail}`;
};
