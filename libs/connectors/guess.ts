import { catalogue } from '@lianhu/catalogue';
import type { ColumnUnit } from '@lianhu/kernel';
import { plain, type Cell, type Cells } from './cells';
import { headerCore, headerKey } from './header';
import { dice, folded, likeness } from './likeness';
import { personColumn } from './of-person';
import { unitIn, type ColumnMapping } from './mapping';
import { targetsOf, type Target } from './targets';
import { readMoment, readValue, type ReadContext } from './values';
import { HEADER_WORDS, IGNORED_HEADERS } from './words';

/** A column's best guess. Below `SURE` it waits for a person. */
export interface ColumnGuess {
  readonly header: string;
  /** `null`: a column that nobody sends; undefined: nothing fits. */
  readonly target: string | null | undefined;
  /** 0 … 100. */
  readonly confidence: number;
  readonly unit?: ColumnUnit;
}
/** From here a guess is offered as decided. Unit: per cent. Source: † (assumption), measured in guess.spec. */
export const SURE = 80;
/** A second target so near leaves the first one unsure. Unit: per cent. */
const MARGIN = 8;
/** Values of a column that are looked at. Unit: cells. */
const SAMPLE = 200;

/** Guesses where each column goes, from header texts and the shape of values; each target is given once. */
export function guessColumns(type: string, headers: readonly string[], rows: readonly Cells[], context: ReadContext): ColumnGuess[] {
  const targets = targetsOf(type);
  // 年龄 is of no use where the birth date says it, and is what a type asks for that has it as a field.
  const asked = new Set(targets.map(({ title }) => headerKey(title)));
  const guesses: (ColumnGuess | undefined)[] = headers.map((header) =>
    isIgnored(header) && !asked.has(headerKey(header)) ? { header, target: null, confidence: 100 } : undefined,
  );
  const ranked = headers.flatMap((header, column) =>
    guesses[column] ? [] : rankOf(header, samples(rows, column), targets, context).map((rank) => ({ ...rank, column })),
  );
  ranked.sort((a, b) => b.confidence - a.confidence);
  const taken = new Set<string>();
  for (const { column, path, confidence } of ranked) {
    if (guesses[column] || taken.has(path)) continue;
    taken.add(path);
    const rival = ranked.find((other) => other.column === column && other.path !== path && other.confidence > confidence - MARGIN);
    const unit = unitIn(headers[column] ?? '');
    guesses[column] = {
      header: headers[column] ?? '',
      target: path,
      confidence: rival ? Math.min(confidence, SURE - 1) : confidence,
      ...(unit && targets.find((target) => target.path === path)?.counts && { unit }),
    };
  }
  return onlyDay(
    headers.map((header, column) => guesses[column] ?? { header, target: undefined, confidence: 0 }),
    rows,
    targets,
  );
}

/** Days that are none of the event's own. */
const OTHER_DAY = /(出生|生日|到期|截止|届满|期满|有效|结束|终止|回访|预计|下次|毕业|失效|打印|复核|释放|起始|开始)/;
const isDayHeader = (header: string): boolean => /(日期|时间)$/.test(headerCore(header)) && !OTHER_DAY.test(headerKey(header));

/** Every event has one time: when no column has it and one column alone is left that is a day, it is that. */
function onlyDay(guesses: readonly ColumnGuess[], rows: readonly Cells[], targets: readonly Target[]): ColumnGuess[] {
  const sure = (guess: ColumnGuess): boolean => guess.confidence >= SURE;
  const left = guesses.flatMap((guess, i) => (!sure(guess) && isDayHeader(guess.header) ? [i] : []));
  const open = targets.some(
    ({ path, kind, required }) => path !== 'time' && required && kind === 'day' && !guesses.some((guess) => sure(guess) && guess.target === path),
  );
  const [at] = left;
  if (at === undefined || left.length > 1 || open || guesses.some((guess) => sure(guess) && guess.target === 'time')) return [...guesses];
  const days = samples(rows, at);
  if (!days.every(({ text }) => readMoment(text) !== undefined)) return [...guesses];
  return guesses.map((guess, i) =>
    i === at
      ? { header: guess.header, target: 'time', confidence: SURE + 2 }
      : guess.target === 'time'
        ? { header: guess.header, target: undefined, confidence: 0 }
        : guess,
  );
}

/** The mapping that guesses amount to: what is not sure is left undecided. */
export const decidedColumns = (guesses: readonly ColumnGuess[]): ColumnMapping[] =>
  guesses.map(({ header, target, confidence, unit }) => ({
    header,
    ...(confidence >= SURE && target !== undefined && { target }),
    ...(unit && { unit }),
  }));

/** Types of a department, the one whose fields the headers name best first. */
export function guessTypes(department: string, headers: readonly string[], title: string): readonly string[] {
  const scored = catalogue.eventsOf(department).map((definition) => {
    const targets = targetsOf(definition.type).filter(({ path }) => path.startsWith('data.'));
    const named = targets.map((target) => Math.max(0, ...headers.map((header) => nameScore(header, target))));
    const fit =
      named.reduce((sum, score) => sum + (score >= 75 ? score : 0), 0) -
      40 * targets.filter(({ required }, i) => required && (named[i] ?? 0) < 75).length;
    return { type: definition.type, score: fit + 60 * dice(headerKey(definition.title), headerKey(title)) };
  });
  return scored.sort((a, b) => b.score - a.score).map(({ type }) => type);
}

const IGNORED = new Set(IGNORED_HEADERS.map(headerKey));
/** Notes, whatever they are called. */
const NOTES = /^(备注|附注|其他说明|填表说明|序号)/;
const isIgnored = (header: string): boolean => header === '' || IGNORED.has(headerKey(header)) || NOTES.test(headerKey(header));

const samples = (rows: readonly Cells[], column: number): Cell[] =>
  rows.slice(0, SAMPLE).flatMap((cells) => (cells[column] && cells[column].text.trim() !== '' ? [cells[column]] : []));

function rankOf(header: string, cells: readonly Cell[], targets: readonly Target[], context: ReadContext) {
  return targets
    .map((target) => ({ path: target.path, confidence: confidenceOf(header, cells, target, context) }))
    .filter(({ confidence }) => confidence >= 35);
}

/** Cells from which a column of codes is told by its values. */
const TELLING = 3;
/** A name that is somewhat like, and values that are all codes of one list, are together sure. Unit: per cent. */
const BY_CODES = { name: 50, sure: 86 } as const;

function confidenceOf(header: string, cells: readonly Cell[], target: Target, context: ReadContext): number {
  const name = nameScore(header, target);
  if (name === 0) return 0;
  const codes = target.kind === 'codes' && cells.length >= TELLING && cells.every((cell) => everyPart(cell, target, context));
  return codes && name >= BY_CODES.name ? Math.max(name, BY_CODES.sure) : Math.round(name * fit(cells, target, context));
}

const everyPart = (cell: Cell, target: Target, context: ReadContext): boolean =>
  (target.many ? cell.text.split(/[、,，;；/\s]+/).filter(Boolean) : [cell.text]).every(
    (text) => 'value' in readValue({ ...cell, text }, target, context),
  );

/** How well values have a target's shape, 0.3 … 1. Nothing to look at says nothing. */
function fit(cells: readonly Cell[], target: Target, context: ReadContext): number {
  if (cells.length === 0) return 1;
  const good =
    cells.filter((cell) => 'value' in readValue(cell, target, context, target.counts === 'fen' ? 'yuan' : undefined)).length / cells.length;
  const shape = good * (target.kind === 'text' || target.kind === 'number-text' ? notSomethingElse(cells, target) : 1);
  return shape >= 0.5 ? 0.9 + 0.1 * shape : 0.3 + 0.6 * shape;
}

/** A name holds no number. */
function notSomethingElse(cells: readonly Cell[], target: Target): number {
  if (!target.path.endsWith('.name')) return 1;
  return cells.filter(({ text }) => !/\d{4,}/.test(plain(text))).length / cells.length;
}

const OF_CHILD = /^(儿童|学生|孩子|未成年人|本人|对象|幼儿|被害人|未成年被害人|新生儿|患儿|残疾儿童|留守儿童|困境儿童)(的)?/;
const OF_OTHER = /(报警人|填报人|联系人|经办人|教师|班主任|民警|法官|检察官|社工|负责人|校长|医生|加害人|行为人|嫌疑人|原告|被告|申请人)/;

/** A person's column told by its parts. Unit: per cent. */
const BY_PARTS = 92;
/** Columns that look like a code's or an amount's and are about something else. */
const OF_MONEY_OR_PEOPLE = /(低保|收入|账号|银行|签字|电话|手机|车牌|批次)/;

const WORDS = new Map<string, readonly string[]>();
function wordsOf({ path, title }: Target): readonly string[] {
  const id = `${path} ${title}`;
  const known = WORDS.get(id);
  if (known) return known;
  const field = path.startsWith('data.') ? HEADER_WORDS[`*${path.slice(5)}`] : HEADER_WORDS[path];
  const words = [title, ...(field ?? [])].map(headerKey);
  WORDS.set(id, words);
  return words;
}

/** How well a header names a target, 0 … 100: its title, a known word, the same about the child, or something like it. */
export function nameScore(header: string, target: Target): number {
  const title = headerKey(target.title);
  const words = wordsOf(target);
  const forms = [headerKey(header), headerCore(header), headerKey(header).replace(/^\(?\d+[).、.]?\)?/, '')];
  if (forms.some((form) => form === title || form === headerCore(title))) return 100;
  if (forms.some((form) => words.includes(form) || words.some((word) => headerCore(word) === form))) return 96;
  const own = headerCore(header)
    .replace(OF_CHILD, '')
    .replace(/(如实|请)?(填写|填报)$/, '');
  if (/^(minor|guardian)/.test(target.path) && OF_OTHER.test(headerKey(header))) return 0;
  if (own !== headerCore(header) && !target.path.startsWith('guardian') && words.some((word) => word === own)) return 94;
  // Whose name or number it is decides a person's columns; what is only like one of them is another person's.
  if (/^(minor|guardian)/.test(target.path)) {
    if (personColumn(header) === target.path) return BY_PARTS;
    const near = Math.max(...words.map((word) => dice(headerCore(header), headerCore(word))));
    return near >= 0.5 ? Math.round(near * 78) : 0;
  }
  if (target.path === 'subject' || target.path === 'correlationid') return 0;
  if (target.path !== 'time' && OF_MONEY_OR_PEOPLE.test(headerKey(header)) && target.kind !== 'text') return 0;
  const text = folded(header);
  return Math.max(...words.map((word) => likeness(text, folded(word))));
}
