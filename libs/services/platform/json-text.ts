import { escapePointer } from '@lianhu/kernel';

/** Where a text is not what it should be. */
export interface JsonFault {
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  /** Of the member that stands twice; undefined when the text is no JSON. */
  readonly twice?: string;
}

/** Whether some object names a member twice: readers of JSON keep one of the two and say nothing. */
export const hasTwice = (text: string, value: unknown): boolean => membersWritten(text) > membersKept(value, 0);

/** Deeper than any event may be; whatever is nested deeper is refused for that. */
const DEEP = 64;
function membersKept(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth > DEEP) return Number.POSITIVE_INFINITY;
  let kept = Array.isArray(value) ? 0 : Object.keys(value).length;
  for (const member of Object.values(value)) kept += membersKept(member, depth + 1);
  return kept;
}

/** Texts before a colon, in a text that is JSON. */
function membersWritten(text: string): number {
  let written = 0;
  for (let from = text.indexOf('"'); from >= 0;) {
    let next = text.indexOf('"', from + 1);
    while (isEscaped(text, next)) next = text.indexOf('"', next + 1);
    do next++;
    while (isBlank(text.charCodeAt(next)));
    if (text[next] === ':') written++;
    from = text.indexOf('"', next);
  }
  return written;
}

function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text[before - 1] === '\\') before--;
  return (at - before) % 2 === 1;
}
const isBlank = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
/** A mark, a text or a word, by where it ends. */
interface Token {
  readonly end: number;
  readonly mark?: string;
  readonly string?: string;
  readonly word?: string;
}

/** The token that begins at a place; undefined when none does. Texts are read character by character: an expression that repeats runs out of stack on one of some megabytes. */
function tokenAt(text: string, at: number): Token | undefined {
  const first = text[at] ?? '';
  if (first !== '' && '{}[],:'.includes(first)) return { end: at + 1, mark: first };
  if (first === '"') {
    const end = endOfText(text, at + 1);
    return end === undefined ? undefined : { end, string: text.slice(at, end) };
  }
  WORD.lastIndex = at;
  const word = WORD.exec(text)?.[0];
  return word === undefined ? undefined : { end: at + word.length, word };
}

/** Behind the quotation mark that ends a text; undefined when it does not end, or holds what none may hold. */
function endOfText(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20) return undefined;
    if (code !== 0x5c) continue;
    ESCAPE.lastIndex = at;
    const escape = ESCAPE.exec(text)?.[0];
    if (escape === undefined) return undefined;
    at += escape.length - 1;
  }
  return undefined;
}

interface Frame {
  readonly names?: Set<string>;
  name: string;
  index: number;
}
/** What may stand next: a value, a value or `]`, a name, a name or `}`, a colon, a comma or the end. */
type Next = 'value' | 'first-value' | 'name' | 'first-name' | 'colon' | 'comma';

/** Finds what is wrong with a text that is no JSON, or names a member twice; undefined when nothing is. Says where, never what stands there. */
export function jsonFault(text: string): JsonFault | undefined {
  const frames: Frame[] = [];
  let next: Next = 'value';
  let at = 0;
  while (next !== 'comma' || frames.length > 0) {
    const start = at + blanksAt(text, at);
    const token = tokenAt(text, start);
    const after: ReturnType<typeof step> = token && step(frames, next, token);
    if (token === undefined || after === undefined) return place(text, start);
    if (typeof after === 'object') return { ...place(text, start), twice: after.twice };
    next = after;
    at = token.end;
  }
  const rest = at + blanksAt(text, at);
  return rest === text.length ? undefined : place(text, rest);
}

/** One token in its place: what may stand after it; undefined when it must not stand there. */
function step(frames: Frame[], next: Next, { mark, string, word }: Token): Next | { readonly twice: string } | undefined {
  const frame = frames.at(-1);
  const wantsValue = next === 'value' || next === 'first-value';
  if (string !== undefined && frame?.names && (next === 'name' || next === 'first-name')) {
    frame.name = JSON.parse(string) as string;
    if (frame.names.has(frame.name)) return { twice: pointerOf(frames) };
    frame.names.add(frame.name);
    return 'colon';
  }
  if (string !== undefined || word !== undefined) return wantsValue ? 'comma' : undefined;
  if (mark === '{' || mark === '[') {
    if (!wantsValue) return undefined;
    frames.push({ ...(mark === '{' && { names: new Set<string>() }), name: '', index: 0 });
    return mark === '{' ? 'first-name' : 'first-value';
  }
  if (mark === ':') return next === 'colon' ? 'value' : undefined;
  if (!frame) return undefined;
  if (mark === ',') return next !== 'comma' ? undefined : frame.names ? 'name' : (frame.index++, 'value');
  const ends = frame.names
    ? mark === '}' && (next === 'first-name' || next === 'comma')
    : mark === ']' && (next === 'first-value' || next === 'comma');
  if (ends) frames.pop();
  return ends ? 'comma' : undefined;
}

const pointerOf = (frames: readonly Frame[]): string => frames.map(({ names, name, index }) => `/${names ? escapePointer(name) : index}`).join('');

function blanksAt(text: string, at: number): number {
  let end = at;
  while (isBlank(text.charCodeAt(end))) end++;
  return end - at;
}

function place(text: string, at: number): JsonFault {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}
