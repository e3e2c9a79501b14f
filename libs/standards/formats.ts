import { addMonths, msOf, realDate } from '@lianhu/kernel';
import { ValidateBy, type ValidationArguments } from 'class-validator';
import { isArea, isTown } from './areas';
import { isCreditCode } from './credit-code';

/** Whether an array's members are meant, as in class-validator's own decorators. */
export interface Each {
  readonly each?: boolean;
}
/** A form that a field's text has: its check, its JSON Schema and its name in two languages. The check is the only judge. */
export interface FieldFormat {
  readonly name: string;
  readonly check: (value: string) => boolean;
  readonly zh: string;
  readonly en: string;
}

const FORMATS = new Map<string, FieldFormat>();
/** Every field format by its JSON Schema name; the catalogue gives them to its validators. */
export const formats: ReadonlyMap<string, FieldFormat> = FORMATS;

/** Years that a date may have. Source: † (assumption), wide enough for the sample numbers that the ID standard prints. */
const YEARS = { first: 1800, last: 2199 } as const;
const yearInside = (text: string): boolean => Number(text.slice(0, 4)) >= YEARS.first && Number(text.slice(0, 4)) <= YEARS.last;

function declare(name: string, zh: string, en: string, check: (value: string) => boolean): (options?: Each) => PropertyDecorator {
  FORMATS.set(name, { name, zh, en, check });
  const validator = { validate: (value: unknown) => typeof value === 'string' && check(value) };
  return (options) => ValidateBy({ name, validator }, options);
}

/**
 * How far a day or moment in an event's data may lie. What has happened, the usual case, lies on the day of its telling at the
 * latest: it says nothing, or `own` when it is the event's own `time` once more, so that a form asks once. `ahead`: a plan, a
 * deadline, a review, the validity of something or the beginning of what is decided beforehand. Asked at intake only.
 */
export type Reach = { readonly own?: true } | { readonly ahead?: true };
/** A day or moment of data is declared with how far it may lie; the format's check is as everywhere. */
function declareTime(name: 'date' | 'date-time', zh: string, en: string, check: (value: string) => boolean): (reach?: Reach) => PropertyDecorator {
  declare(name, zh, en, check);
  const validator = { validate: (value: unknown) => typeof value === 'string' && check(value) };
  return (reach = {}) => ValidateBy({ name, constraints: [reach], validator });
}

/** A day `YYYY-MM-DD` that exists. */
export const IsDay = declareTime(
  'date',
  '日期，如 2026-10-12',
  'a day that exists, such as 2026-10-12',
  (text) => realDate(text) && yearInside(text),
);
/** A moment in RFC 3339 with offset; stored in +08:00. */
export const IsMoment = declareTime('date-time', '带时区的时间，如 2026-10-12T09:30:00+08:00', 'an RFC 3339 time with offset', (text) => {
  return msOf(text) !== undefined && yearInside(text);
});
/** A quarter, `2026-Q3`. */
export const IsQuarter = declare('quarter', '季度，如 2026-Q3', 'a quarter such as 2026-Q3', (text) => /^(19|20|21)\d\d-Q[1-4]$/.test(text));
/** A month, `202610`. */
export const IsMonth = declare('month', '月份，如 202610', 'a month such as 202610', (text) => /^(19|20|21)\d\d(0[1-9]|1[0-2])$/.test(text));
/** A school term, `2026-1` (autumn) or `2026-2` (spring). */
export const IsTerm = declare('term', '学期，如 2026-1', 'a school term such as 2026-1', (text) => /^(19|20|21)\d\d-[12]$/.test(text));
/** A category of the need-to-know matrix, `K04`. */
export const IsCategory = declare('category', '信息类别代码，如 K04', 'a category such as K04', (text) => /^K(0[1-9]|1\d|2[0-7])$/.test(text));
/** An item of the standard or of Rugao's sheet: `S24`, `RG08`. */
export const IsStandardItem = declare('standard-item', '达标条目，如 S24、RG08', 'an item of the standard such as S24 or RG08', (text) =>
  /^(S(0[1-9]|[1-6]\d|7[0-6])|RG(0[1-9]|[1-5]\d|6[0-8]))$/.test(text),
);
/** An area code of 6, 9 or 12 digits. */
export const IsArea = declare('area', '6、9或12位区划代码', 'an area code of 6, 9 or 12 digits', isArea);
/** A town: an area code of 9 digits. */
export const IsTown = declare('town', '9位乡镇代码', 'a town code of 9 digits', isTown);
/** An organisation's unified social credit code, or the id of a registered place such as `org-school-001`. */
export const IsOrg = declare(
  'organisation',
  '统一社会信用代码或已登记的场所编号（org-…）',
  'a unified social credit code or a registered place (org-…)',
  (text) => {
    return isCreditCode(text) || (/^org-[a-z0-9]+(-[a-z0-9]+){0,5}$/.test(text.slice(0, MAX_ORG_LENGTH + 1)) && text.length <= MAX_ORG_LENGTH);
  },
);
/** Longest id of a registered place. Unit: characters. Source: † (assumption). */
const MAX_ORG_LENGTH = 60;
/** Thirty-two bytes in standard base64: a digest or a public key. */
export const IsHash = declare('hash', '32字节的base64', '32 bytes in base64', (text) => /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(text));
const isKeyName = (text: string): boolean => /^[a-z0-9](-?[a-z0-9]){0,59}$/.test(text);
/** The id of a signing key, unique in the log for ever: `police-1`. */
export const IsKeyName = declare('key-name', '密钥编号，如 police-1', 'a key id such as police-1', isKeyName);
/** The key before a new one, and that key's signature over the new one. */
export interface KeyProof {
  readonly keyId: string;
  /** 64 bytes in base64. */
  readonly signature: string;
}
const isKeyProof = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return false;
  const { keyId, signature } = value as Partial<KeyProof>;
  return typeof keyId === 'string' && isKeyName(keyId) && typeof signature === 'string' && /^[A-Za-z0-9+/]{85}[AQgw]==$/.test(signature);
};
/** JSON Schema of a key proof; it says the same as the check. */
export const KEY_PROOF_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['keyId', 'signature'],
  properties: { keyId: { type: 'string', format: 'key-name' }, signature: { type: 'string', pattern: '^[A-Za-z0-9+/]{85}[AQgw]==$' } },
} as const;
/** A key proof: public in the log, as everything about keys is. */
export const IsKeyProof = (): PropertyDecorator => ValidateBy({ name: 'key-proof', validator: { validate: isKeyProof } });

/** An alert's id: 32 bytes in base64url. */
export const IsAlertId = declare('alert-id', '预警编号', 'the id of an alert', (text) => /^[A-Za-z0-9_-]{22,43}$/.test(text));
/** A warning rule's code, `R01`. */
export const IsRule = declare('rule', '预警规则代码，如 R01', 'a rule code such as R01', (text) => /^R\d{2}$/.test(text));
/** Name of a view or reactor that follows the log. */
export const IsFollowerName = declare('follower-name', '跟随者名称，如 minors', 'the name of a view or reactor such as minors', (text) =>
  /^[a-z][a-z0-9-]{0,39}$/.test(text),
);

/** With signs that turn the order of a line round, and the one that stands for a character that a conversion has lost. */
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069\uFFFD]/;
const hasText = (text: string): boolean => /\S/u.test(text) && !CONTROL.test(text);
FORMATS.set('text', {
  name: 'text',
  zh: '文字，不能为空白或含控制字符、乱码（\uFFFD）',
  en: 'text that is not blank and holds no control or lost (U+FFFD) characters',
  check: hasText,
});

/** How a text field is used: `free` text that people write, the `number` of a document as printed, or the name of a `person`. */
export type TextUse = 'free' | 'number' | 'person';
function text(use: TextUse, max: number, options?: Each): PropertyDecorator {
  const validate = (value: unknown): boolean => typeof value === 'string' && hasText(value) && [...value].length <= max;
  return ValidateBy({ name: 'text', constraints: [use, max], validator: { validate } }, options);
}
/** Free text of at most `max` characters. */
export const FreeText = (max: number, options?: Each): PropertyDecorator => text('free', max, options);
/** Longest number of a document, alarm, clue or order. Unit: characters. Source: † (assumption). */
export const MAX_NUMBER_TEXT = 60;
/** The number of a document, alarm, clue or order as printed; brackets and full-width characters are normalised. */
export const NumberText = (max: number = MAX_NUMBER_TEXT): PropertyDecorator => text('number', max);
/** Longest name of, or reference to, a person. Unit: characters. Source: † (assumption), holds long Uyghur and foreign names. */
export const MAX_PERSON_TEXT = 100;
/** A person: the name, or the sender's own reference to somebody. */
export const PersonText = (options?: Each): PropertyDecorator => text('person', MAX_PERSON_TEXT, options);

/** What `NotBefore` compares. */
export interface NotBeforeRule {
  readonly field: string;
  /** Latest end after the other day. Unit: calendar months. */
  readonly withinMonths?: number;
}
/** Whether the day is not before the other, nor too long after it; days that are none are left to their own check. */
export function holdsNotBefore(value: unknown, other: unknown, rule: NotBeforeRule): boolean {
  if (typeof value !== 'string' || typeof other !== 'string' || !realDate(value) || !realDate(other)) return true;
  return value >= other && (rule.withinMonths === undefined || value <= addMonths(other, rule.withinMonths));
}
/** The field's day is not before that of another field, and at most so many months after it. */
export function NotBefore(field: string, withinMonths?: number): PropertyDecorator {
  const rule: NotBeforeRule = withinMonths === undefined ? { field } : { field, withinMonths };
  const validate = (value: unknown, args?: ValidationArguments): boolean =>
    holdsNotBefore(value, (args?.object as Record<string, unknown> | undefined)?.[field], rule);
  return ValidateBy({ name: 'not-before', constraints: [rule], validator: { validate } });
}

/** Codes that are restricted facts by themselves: refused here, with the type that is to be sent instead. */
export function RestrictedCodes(instead: Readonly<Record<string, string>>): PropertyDecorator {
  const validate = (value: unknown): boolean => typeof value !== 'string' || !Object.hasOwn(instead, value);
  return ValidateBy({ name: 'restricted-code', constraints: [instead], validator: { validate } });
}
