import { createHmac } from 'node:crypto';
import { catalogue } from '@lianhu/catalogue';
import { canonical, type Json } from '@lianhu/kernel';
import { columnOf, rowEvent, type ReadContext, type RowEvent } from '@lianhu/connectors';
import type { Edge } from '../edge';
import type { PushResult } from '../push-result';
import type { TableRow } from '../reading/table';
import type { Job, JobFault, Tally } from './job';

/** Something that will pass; the same rows are tried again. */
export class EdgeBusy extends Error {}
/** Statuses that say nothing about the row. */
const FOR_LATER = new Set([429, 500, 503, 507]);

/** What sending needs. */
export interface Sending {
  /** The office's desk keeps registers of no child, and does not say what counts instead of a row. */
  readonly edge: Pick<Edge, 'push'> & Partial<Pick<Edge, 'isSuperseded'>>;
  /** Makes ids of rows; without it nobody can tell from an id what the row says. */
  readonly idKey: Uint8Array;
  readonly context: ReadContext;
}
const CONFLICT = '/problems/idempotency-conflict';
/** What became of a row. */
export type RowOutcome = { readonly kind: keyof Tally; readonly faults: readonly JobFault[] };

/** Sends one row; what it holds decides its id, so that sending it again adds nothing. Throws EdgeBusy. */
export async function sendRow(row: TableRow, job: Job, sending: Sending): Promise<RowOutcome> {
  const mapping = job.mapping;
  if (!mapping) throw new TypeError('no mapping');
  if (row.cut)
    return { kind: 'faulty', faults: [{ row: row.row, column: '', rule: 'cut-off', message: '文件在这一行中断，可能没有传完，请重新导出后再报' }] };
  const made = rowEvent(row.cells, mapping, sending.context);
  if ('faults' in made) return { kind: 'faulty', faults: made.faults.map((fault) => ({ row: row.row, ...fault })) };
  const event = job.baseline ? { ...made.event, basis: baselineBasis(mapping.type) } : made.event;
  const id = idOf(sending.idKey, mapping.name, { ...made, event }, mapping.changed);
  const result = await pushed(sending.edge, { ...event, id }, job);
  if (!('problem' in result)) return standing(result, id, row, job, sending);
  if (result.problem.type === CONFLICT && catalogue.mayBeBaseline(mapping.type) && (await standsOtherwise(event, id, job, sending))) {
    return { kind: 'seen', faults: [] };
  }
  if (result.problem.type === CONFLICT && made.key && mapping.changed === 'corrects') {
    const correction = idOf(sending.idKey, mapping.name, { event }, 'event');
    const corrected = await pushed(sending.edge, { ...event, id: correction, corrects: id }, job);
    return 'problem' in corrected ? refused(corrected, row, job) : standing(corrected, correction, row, job, sending);
  }
  return refused(result, row, job);
}

const OLDER = '此行与早先报送的相同，但其后已有更正或撤回，仍以后者为准；确需改回的，请更正该条记录';

/** An older file sent again brings nothing back: what corrected its rows still counts, and the sender hears so. */
async function standing(
  result: Exclude<PushResult, { problem: unknown }>,
  id: string,
  { row }: TableRow,
  { mapping, viewer }: Job,
  { edge }: Sending,
): Promise<RowOutcome> {
  const kind = kindOf(result);
  if (kind !== 'seen' || mapping?.changed !== 'corrects' || !(await edge.isSuperseded?.(id, viewer))) return { kind, faults: [] };
  return { kind: 'older', faults: [{ row, column: '', rule: 'newer-stands', message: OLDER }] };
}

async function pushed(edge: Sending['edge'], event: object, job: Job): Promise<PushResult> {
  const result = await edge.push(event, job.viewer, 'zh');
  if ('problem' in result && FOR_LATER.has(result.status)) throw new EdgeBusy(result.problem.type);
  return result;
}

function kindOf(result: Exclude<PushResult, { problem: unknown }>): keyof Tally {
  if ('receipt' in result) return result.status === 200 ? 'seen' : 'accepted';
  return result.state;
}

function refused(result: PushResult, { row }: TableRow, { mapping }: Job): RowOutcome {
  if (!('problem' in result) || !mapping) throw new TypeError('not refused');
  const { errors = [], title, type } = result.problem;
  const faults = errors.map(({ pointer, rule, message }) => ({ row, column: columnOf(pointer, mapping), rule, message }));
  return { kind: 'faulty', faults: faults.length > 0 ? faults : [{ row, column: '', rule: type.replace('/problems/', ''), message: title }] };
}

/** The same row stands already, with or without the mark 补录: a roster sent the other way says nothing new. Nothing can be added by asking, the id is taken. */
async function standsOtherwise(event: Readonly<Record<string, unknown>>, id: string, job: Job, { edge }: Sending): Promise<boolean> {
  const { basis, ...plain } = event;
  const other = basis === undefined ? { ...plain, basis: baselineBasis(String(plain['type'])) } : plain;
  return !('problem' in (await pushed(edge, { ...other, id }, job)));
}

/** The basis of a type, marked: what was so before the hub began. */
export const baselineBasis = (type: string): string => `${catalogue.event(type)?.basis ?? ''}.baseline`;

/** A keyed digest in letters: of the key where a changed row corrects the first, else of the content. No digit, so no number of a person. */
function idOf(idKey: Uint8Array, name: string, { event, key }: Pick<RowEvent, 'event' | 'key'>, changed: 'event' | 'corrects'): string {
  const { basis: _basis, ...content } = event;
  const named = key && changed === 'corrects' ? ['key', name, ...key] : ['content', ...(key ?? []), content];
  const digest = createHmac('sha256', idKey)
    .update(canonical(named as Json))
    .digest('hex')
    .slice(0, 40);
  return `row-${digest.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)))}`;
}
