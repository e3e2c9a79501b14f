import { hasTwice, jsonFault } from './json-text';
import { ProblemError, type Language } from './problems';

/** Strict UTF-8 and JSON in which no member stands twice; an empty body is no value. What is wrong is told by its place, never by what stands there. */
export function parseJson(body: Uint8Array, language: Language = 'zh'): { value: unknown } | ProblemError {
  if (body.length === 0) return { value: undefined };
  // No JSON holds a zero byte; every second one of Latin text in UTF-16 is one.
  const text = body.includes(0) ? undefined : utf8(body);
  if (text === undefined) return malformed(NOT_UTF8[language]);
  const value = parsed(text);
  if (value === undefined || hasTwice(text, value)) return atFault(text, language);
  return { value };
}

/** Escaped, and not behind a backslash that is itself escaped. */
const ESCAPED_NUL = /(?<!\\)(?:\\\\)*\\u0000/;
const NO_NUL = {
  zh: '内容含有空字符（\\u0000），请去掉',
  en: 'The content holds the character NUL (\\u0000); leave it out',
} as const;

/** Refuses JSON that holds U+0000, which no text of a database does; undefined where there is none. */
export function refuseNul(body: Buffer, language: Language = 'zh'): ProblemError | undefined {
  const found = body.includes('\\u0000') && ESCAPED_NUL.test(body.toString('latin1'));
  return found ? new ProblemError('malformed-request', { detail: NO_NUL[language] }) : undefined;
}

const NOT_UTF8 = {
  zh: '内容不是 UTF-8 编码；GBK、GB18030、UTF-16 的内容请先转为 UTF-8',
  en: 'The bytes are not UTF-8; convert GBK, GB18030 or UTF-16 first',
} as const;

function utf8(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

const malformed = (detail: string, pointer?: string): ProblemError =>
  new ProblemError('malformed-json', { detail, ...(pointer !== undefined && { errors: [{ pointer, rule: 'twice', message: detail }] }) });

function atFault(text: string, language: Language): ProblemError {
  const { line, column, twice } = jsonFault(text) ?? {};
  const where = language === 'en' ? `line ${line}, column ${column}: ` : `第 ${line} 行第 ${column} 个字符：`;
  if (twice !== undefined)
    return malformed(`${where}${language === 'en' ? 'the member stands twice in its object' : '同一对象中该成员写了两次，只能保留一个'}`, twice);
  return malformed(`${where}${language === 'en' ? 'this is not JSON' : '不是有效的 JSON（可能不完整、多写了逗号或引号不对）'}`);
}
