import type { FieldFault } from '@lianhu/kernel';
import { formats } from '@lianhu/standards';
import type { Language } from './language';

/** What a message may name besides the rule: bounds and codes from the schema, never a value. */
export interface RuleFacts {
  readonly limit?: number | string;
  /** How the value is to be written in JSON, where that is all that is wrong with it: people who fill in forms never hear of it. */
  readonly hint?: JsonHint;
}
export type JsonHint = keyof typeof HINTS;
const HINTS = {
  quote: ['；须加引号，写成文字', '; write it as a text in quotes'],
  unquote: ['；不加引号', '; without quotes'],
  number: ['；证件号等号码须加引号，写成文字', '; numbers of papers are texts in quotes'],
} as const;
type Texts = readonly [zh: string, en: string];

/** Rules and what they say. `{}` is the limit. A rule's name is stable; its message is not. */
const RULES: Readonly<Record<string, Texts>> = {
  required: ['必填', 'is required'],
  object: ['须为对象', 'must be an object'],
  array: ['须为数组', 'must be an array'],
  'events-array': [
    '须为事件的数组 […]；单个事件请用 application/cloudevents+json',
    'must be an array of events; send a single one as application/cloudevents+json',
  ],
  string: ['须为文字', 'must be a text'],
  integer: ['须为整数（金额用分，时长用分钟，分数用十分之一）', 'must be an integer (fen, minutes, tenths)'],
  boolean: ['须为 true 或 false', 'must be true or false'],
  null: ['不接受 null；没有的项目请省略', 'null is refused; leave the member out'],
  surrogate: [
    '含有不完整的字符（半个代理对），请检查发送端的字符编码',
    'holds half a character (a lone surrogate); check the encoding of the sender',
  ],
  depth: ['嵌套过深，最多 16 层', 'is nested too deeply; 16 levels at most'],
  enum: ['不在代码表 {} 中，须填代码而非中文名称', 'is not a code of the list {}'],
  duplicate: ['同一请求内已有这个编号', 'stands in this request already'],
  minimum: ['不得小于 {}', 'must not be less than {}'],
  maximum: ['不得大于 {}', 'must not be more than {}'],
  'min-items': ['至少 {} 项', 'must have at least {} items'],
  'max-items': ['至多 {} 项', 'must have at most {} items'],
  unique: ['各项不得重复', 'must not repeat an item'],
  text: [
    '须为 1 到 {} 个字符的文字，不能为空白或含控制字符、乱码',
    'must be a text of 1 to {} characters, not blank, without control or lost characters',
  ],
  'unknown-field': ['该类型没有这个字段，请对照目录', 'is no field of this type; see the catalogue'],
  'lost-characters': [
    '文字在编码转换中已丢失（只剩“?”），请检查发送端的字符编码',
    'lost its characters in a conversion (only "?" are left); check the encoding of the sending system',
  ],
  'no-name': ['须为姓名，不能是号码或符号', 'must be a name, not a number or signs'],
  'running-number': ['应为不带小数的序号', 'must be a whole number, 0 or more'],
  'unknown-attribute': ['不接受这个属性', 'is no attribute of an event here'],
  'more-faults': ['另有 {} 处错误未列出', 'has {} more faults that are not listed'],
  'unknown-type': ['没有这个事件类型，请查目录', 'is no event type; see the catalogue'],
  'not-before': ['不得早于 {}，且不得超过规定期限', 'must not be before {}, nor too long after it'],
  'key-proof': ['须含 keyId 和 signature', 'must have keyId and signature'],
  'restricted-code': ['此项属于限制知悉的事实，请改报 {}', 'is a restricted fact by itself; send {} instead'],
  future: [
    '不得晚于现在（请核对日期和本机时钟；尚未发生的，请待发生后再报）',
    'must not be in the future (check the day and the clock; what has not happened yet is sent once it has)',
  ],
  'too-early': ['不得早于 1990 年，请核对年份', 'must not be before 1990; check the year'],
  specversion: ['须为 1.0', 'must be 1.0'],
  datacontenttype: ['须为 application/json', 'must be application/json'],
  dataschema: ['须为 {}', 'must be {}'],
  corrects: [
    '没有可更正的事件：须为本系统此前上报的同类型、同一未成年人、未撤回的事件编号',
    'names no event of this source, type and child that could be corrected',
  ],
  'number-taken': ['本来源的另一事件已用这个序号，请换一个', 'is the number of another event of this source; give this one its own'],
  'id-taken': ['这个编号已用于内容不同的事件', 'is the id of an event with other content'],
  'pushed-before': ['这一事件已报送', 'was pushed before'],
  issuer: ['须由人民法院决定', 'is for the court alone to order'],
  subject: ['编号不存在，或不是本部门的编号', "is no reference of this department's"],
  'one-child': ['subject 与 data.minor 只能给一个', 'give either subject or data.minor, not both'],
  'child-required': ['请给出 subject（本部门编号）或 data.minor（身份信息）', 'give subject (your own reference) or data.minor (the identity block)'],
  'no-child': ['该类型不涉及具体未成年人', 'this type is about no child'],
  'personal-number': ['不得含身份证号、学籍号或电话号码', 'must not hold an ID, student or phone number'],
  'personal-name': ['不得含本事件中人员的姓名', 'must not hold a name that stands in the event'],
  'withdrawn-area': ['事发时该区划代码已撤销，现为 {}，待人工核对', 'is the code of an area that had been withdrawn, now {}; a person has to look'],
  normalised: ['已转换为标准形式', 'was put into normal form'],
  'unusual-amount': ['金额不在常见范围内（大于 0，单次不超过 {} 分），请核对', 'is unusual (more than 0 and at most {} fen at once); please check'],
  'citizen-id': ['身份证号不正确（格式、日期或校验码）', 'is no valid ID number (form, date or check digit)'],
  'citizen-id-15': ['不接受15位身份证号', '15-digit ID numbers are refused'],
  'document-number': ['号码与证件类型不符', 'does not fit the type of paper'],
  'residence-area': ['须为9或12位区划代码', 'must be an area code of 9 or 12 digits'],
  basis: ['须为依据代码（小写字母、数字、连字符）', 'must be the code of a basis (lower-case letters, digits, hyphens)'],
  'not-a-minor': ['事件发生时已满18周岁，待人工核对', 'was 18 or more at the time; a person has to look'],
  'not-yet-born': ['出生日期晚于事件时间，待人工核对', 'was born after the time; a person has to look'],
  'identity-mismatch': [
    '身份信息自相矛盾（与身份证号不符，或号码是监护人的），待人工核对',
    "disagrees with the ID number, or is a guardian's number; a person has to look",
  ],
  'outside-duty-area': ['不在本单位辖区内，待人工核对', 'lies outside the duty area; a person has to look'],
  'private-use': [
    '含有私用区字符，各系统含义不同；请改用国家标准（GB 18030）编码的字',
    'holds a private use character, which means something else in every system; send the standard one',
  ],
  'not-expected': ['无证件时不填号码', 'must be left out when there is no paper'],
};

/** A rule's message. Names the rule, never the value. */
export function ruleMessage(rule: string, language: Language, facts: RuleFacts = {}): string {
  const format = formats.get(rule);
  const [zh, en] = RULES[rule] ?? (format ? [`须为${format.zh}`, `must be ${format.en}`] : ['不符合要求', 'is not acceptable']);
  const hint = facts.hint === undefined ? '' : HINTS[facts.hint][language === 'en' ? 1 : 0];
  return `${(language === 'en' ? en : zh).replaceAll('{}', String(facts.limit ?? ''))}${hint}`;
}

/** One fault of one field. */
export const fault = (pointer: string, rule: string, language: Language, facts: RuleFacts = {}): FieldFault => ({
  pointer,
  rule,
  message: ruleMessage(rule, language, facts),
});

/** Whether a rule has a message of its own. */
export const ruleIsKnown = (rule: string): boolean => rule in RULES || formats.has(rule);

/** The one fault that an unknown, foreign or sealed `subject`, or one of wrong form, is answered with. */
export const subjectFault = (language: Language): FieldFault => fault('/subject', 'subject', language);
