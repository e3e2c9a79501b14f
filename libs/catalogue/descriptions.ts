import type { CodeList, EventDefinition, FieldKind } from '@lianhu/kernel';
import { pastTimes } from './reach';
import { codeListsOf, type JsonSchema } from './schema';

/** What each attribute of a sent event is, for those who read the API's description. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  type: '事件类型',
  id: '本来源内永远唯一的编号，重报时不变；不得含身份证号、学籍号、电话号码、姓名',
  time: '事情发生的时间，带时区；以 +08:00 保存',
  data: '事件内容',
  subject: '本部门对该未成年人的编号（minor-…），与 data.minor 二选一',
  specversion: 'CloudEvents 版本，默认 1.0',
  source: '来源系统，默认为凭证所绑定的来源',
  datacontenttype: '默认 application/json',
  dataschema: '类型的版本，默认最新',
  area: '区划代码（6、9 或 12 位），默认为凭证的辖区',
  orguscc: '统一社会信用代码或机构代码',
  operatorref: '经办人在本系统内的编号，不得含个人号码',
  purpose: '用途，默认按目录',
  basis: '依据代码，默认按目录',
  correlationid: '同一事件涉及多名未成年人时相同',
  causationid: '引起本事件的事件',
  corrects: '被本事件更正的事件的 id',
  residencearea: '居住地区划代码（9 位到乡镇，12 位到村；只报乡镇不改变已知的村，末三位 000 表示村不详）',
  sourceseq: '本来源自己递增的序号，一个事件一个；枢纽据此发现缺报，不进入日志',
};
/** Parameters of routes. */
const PARAMETERS: Readonly<Record<string, string>> = {
  department: '部门代码，如 police',
  mode: '数组：atomic 全部或全不（默认），independent 各条独立',
  results: 'NDJSON：faults 只答复出错的行',
  proof: 'NDJSON：true 时每行带检查点和证明',
  source: '来源系统，默认为凭证所绑定的来源',
  id: '编号',
  action: 'release 放行、correct 更正、discard 丢弃',
  verdict: '意见：same 同一人、different 不同人、later 暂缓、split 拆分',
  board: '看板代码',
  type: '事件类型',
  version: '第几版',
  after: '从该序号之后读起',
  limit: '最多读几条，1 到 1000，默认 200；按类型、部门或对象筛选事件时，答复中的 scannedTo 说明读到哪里；查阅记录的答复以 more 说明是否还有更早的',
  subject: '对象编号',
  purpose: '查阅目的（流和下载用参数，其他用请求头 Purpose）',
  level: '瓦片的层；预警列表中为预警级别',
  index: '瓦片序号',
  position: '日志序号',
  treeSize: '树的大小',
  from: '起',
  to: '止',
  view: '视图名称',
  area: '区划代码，默认为本人辖区',
  asOf: '历史时点：时间或日志序号',
  before: '只要时间线上早于该记录（handle）的部分；答复中 earlier 为 true 时，以最后一条的 handle 续读',
  without: '时间线上不要的部分：notices 通知往来，notes 枢纽自身的全部记录；略去了什么时答复中 leftOut 为 true',
  town: '乡镇代码（9 位）',
  category: '困境类别代码',
  alertLevel: '未办结预警的最高级别',
  unmatched: 'true 只看未匹配的临时人员',
  minWait: '等待视图读到该序号，最多 5 秒',
  sort: '排序列，前加 - 为降序',
  page: '页码，从 1 起',
  size: '每页行数',
  minorRef: '本部门对该未成年人的编号',
  process: '流程名称',
  command: '命令名称',
  case: '个案编号',
  quarter: '季度，如 2026-Q3',
  order: '删除决定在日志中的位置',
  hub: '枢纽的区划代码，可用逗号分隔多个',
  sum: '统计名称，如 county',
  format: '输出格式：导出日志为 ndjson（默认）或 zip，季报为 json（默认）或 xlsx',
  state: '状态',
  urgent: '只看强制报告',
  overdue: '只看逾期',
  notice: '通知编号',
  baseline: '补录：名册中已有的情况，不触发预警',
  sheet: '工作表名称；不填则取本部门表格所指的一张，没有时取表头最像的一张',
  by: '查阅人',
  'If-Match': '所见的版本',
  Purpose: '查阅目的',
};
const KINDS: Readonly<Record<FieldKind, string>> = {
  clear: '',
  secret: '涉密：在接入端变成摘要，不以明文进入日志',
  case: '涉密：案件编号，只用于归并同一案件',
  countable: '可统计',
};

/** What a parameter of a route is; undefined for one that nobody has described. */
export const parameterText = (name: string): string | undefined => PARAMETERS[name];

/** An attribute's schema with what it is. */
export const describedAttributes = (schemas: Readonly<Record<string, JsonSchema>>): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, { description: ATTRIBUTES[name] ?? '', ...schema }]));

/** What a type is: its level, who is told, what it rests on. */
export function typeText({ title, level, category, told, basis, child }: EventDefinition): string {
  const parts = [title, `敏感级别 ${level}`, category && `知悉类别 ${category}`, told, `依据 ${basis}`, child === false && '不涉及具体未成年人'];
  return parts.filter(Boolean).join('；');
}

/** A schema whose fields say what each code means and what is kept secret. */
export function describedData(schema: JsonSchema, definition: EventDefinition): JsonSchema {
  const lists = new Map(codeListsOf(definition).map((list) => [list.name, list]));
  const properties = { ...describedFields(schema.properties ?? {}, lists) };
  for (const field of pastTimes(definition)) {
    const text = [properties[field]?.['description'], '不得晚于上报当天'].filter(Boolean).join('；');
    properties[field] = { ...properties[field], description: text };
  }
  return { ...schema, description: typeText(definition), properties };
}

/** Fields with the meaning of each code. */
export function describedFields(
  properties: Readonly<Record<string, JsonSchema>>,
  lists: ReadonlyMap<string, CodeList>,
): Readonly<Record<string, JsonSchema>> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const list = lists.get(String((schema['x-codes'] ?? (schema['items'] as JsonSchema | undefined)?.['x-codes']) as string));
      const codes =
        list &&
        `${list.title}：${Object.entries(list.titles)
          .map(([code, title]) => `${code} ${title}`)
          .join('，')}`;
      const text = [KINDS[schema['x-kind'] as FieldKind], codes].filter(Boolean).join('；');
      return [name, text === '' ? schema : { ...schema, description: text }];
    }),
  );
}
