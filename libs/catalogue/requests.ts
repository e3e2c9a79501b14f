import { ERASURE, RETURN, WITHDRAWAL_REASONS } from '@lianhu/departments/hub';
import { codes } from '@lianhu/kernel';
import { object, text } from './json-parts';
import type { JsonSchema } from './schema';

/** What a caller sends, by the name under which OpenAPI has it; events have schemas of their own. */
export const REQUESTS: Readonly<Record<string, JsonSchema>> = {
  AlertCommand: object(
    { alert: text, verdict: { enum: ['confirmed', 'false', 'known', 'duplicate'] }, seen: object({ on: text, by: text }), reason: text },
    ['alert'],
  ),
  ExportRequest: {
    ...object(
      {
        from: { type: 'integer', minimum: 1, description: '起始序号' },
        to: { type: 'integer', minimum: 1, description: '结束序号' },
        subject: { type: 'string', description: '单个对象：child-…、case-… 或 org-…' },
        known: { type: 'integer', minimum: 1, description: '对方信任文件中检查点的大小；导出一段或单个对象而对方有检查点时须填' },
        purpose: { type: 'string', description: '与请求头 Purpose 相同' },
      },
      [],
    ),
    additionalProperties: false,
    description: '都不填则导出全部',
  },
  RestateRequest: object({ reason: { type: 'string', minLength: 1, maxLength: 500, description: '重报原因' } }, ['reason']),
  WithdrawalRequest: object(
    {
      id: { type: 'string', description: '所撤回事件的编号' },
      source: { type: 'string', description: '其来源系统，默认为凭证所绑定的来源' },
      reason: { type: 'string', enum: WITHDRAWAL_REASONS, description: '原因代码' },
      why: { type: 'string', description: '说明' },
      approver: { type: 'string', description: '批准人' },
    },
    ['id', 'reason', 'why'],
  ),
  ErasureRequest: object(
    {
      minorRef: { type: 'string', description: '未保办对该未成年人的编号' },
      reason: { type: 'string', enum: codes(ERASURE), description: '删除原因代码' },
    },
    ['minorRef', 'reason'],
  ),
  ReplayRequest: {
    ...object(
      {
        view: { type: 'string', description: '视图或汇总' },
        subject: { type: 'string', description: '单个对象' },
        report: { type: 'string', description: '季报，如 2026-Q3' },
        version: { type: 'integer', minimum: 1, default: 1, description: '季报第几版：1 为关账时，之后为各次重报' },
        asOf: { type: ['integer', 'string'], description: '日志序号或时刻；不填为现在，已办结的季报为该版截止处' },
        compareWith: { type: ['integer', 'string'], description: '与之比较的另一时点；某版算到前一版截止处即为前一版' },
        purpose: { type: 'string', description: '与请求头 Purpose 相同' },
      },
      [],
    ),
    description: 'view、subject、report 三者取一',
  },
  QuarantineDecision: object(
    { why: { type: 'string', description: '理由' }, event: { type: 'object', description: '更正（correct）时：更正后的事件' } },
    ['why'],
  ),
  NoticeAnswer: object({ reason: { type: 'string', enum: codes(RETURN), description: '退回（return）时：原因代码' } }, []),
  JobDecision: {
    ...object(
      {
        type: { type: 'string', description: 'mapping、guess：事件类型' },
        columns: {
          type: 'array',
          items: object(
            { target: { type: ['string', 'null'], description: '字段，不用为 null' }, unit: { enum: ['yuan', 'wan-yuan', 'fen', 'hours'] } },
            [],
          ),
          description: 'mapping：按文件中列的顺序',
        },
        constants: { type: 'object', additionalProperties: text, description: 'mapping：全表相同的字段值' },
        sheet: { type: 'string', description: 'sheet：工作表名' },
      },
      [],
    ),
    description: '取消（cancel）不需要内容',
  },
  PairRequest: object({ files: { type: 'array', items: text, minItems: 2, maxItems: 2, description: '两个未成年人编号' } }),
  ReviewRequest: object(
    {
      reason: { type: 'string', minLength: 1, maxLength: 500, description: '理由' },
      file: { type: 'string', description: 'split：事件所在档案的编号' },
      events: { type: 'array', items: text, description: 'split：要移走的事件，为其在一人一档中的标识' },
    },
    ['reason'],
  ),
  FindRequest: {
    ...object(
      { name: { type: 'string', maxLength: 100, description: '姓名' }, docNo: { type: 'string', maxLength: 100, description: '证件号码' } },
      [],
    ),
    description: '二者取一',
  },
  SignInRequest: object({ name: { type: 'string', description: '账号' }, password: { type: 'string', description: '口令' } }),
  PasswordRequest: object({ current: { type: 'string', description: '当前口令' }, next: { type: 'string', description: '新口令' } }),
  TokenRequest: object({ client_assertion: { type: 'string', description: '以系统密钥签名的 JWT（private_key_jwt，RFC 7523）' } }),
};
