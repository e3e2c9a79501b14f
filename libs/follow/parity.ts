import type { Pool } from 'pg';
import {
  canonical,
  Persons,
  recorded,
  type Json,
  type PlainDate,
  type Position,
  type Recorded,
  type SumDefinition,
  type ViewDefinition,
} from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import { CompiledView } from './compiled-view';
import { UnknownView } from './errors';
import { lastDay, NO_DAY } from './lines';
import { noteDropped } from './orders';
import { registered } from './registry';
import { added } from './sums';

/** A row or sum that is not what the log says. */
export interface Difference {
  readonly view: string;
  readonly key: string;
  readonly stored?: string;
  readonly rebuilt?: string;
}

/** Lines read at a time. */
const PAGE = 2_000;

/**
 * Compares what views hold with a fold of the log from position 1 up to where they stand, byte by byte of the canonical
 * JSON; empty = equal. It keeps all events in memory and folds each key at once, by nothing that a follower uses but the
 * definitions: for tests and for audits of a small log.
 */
export async function rebuildParity(
  pool: Pool,
  log: Pick<LogReader, 'read'>,
  views: readonly ViewDefinition[],
  sums: readonly SumDefinition[],
): Promise<readonly Difference[]> {
  const active = (await registered(pool)).filter((one) => one.kind === 'view' && one.active);
  const differences: Difference[] = [];
  for (const definition of views) {
    const view = new CompiledView(definition, sums);
    const at = active.find(({ name, version }) => name === view.name && version === view.version);
    if (!at) throw new UnknownView(view.name);
    const events = await eventsUpTo(log, at.position);
    noteDropped(view, events);
    const rebuilt = rowsOf(view, events, lastDay(events) ?? NO_DAY);
    differences.push(...compare(view.name, await stored(pool, view.table, 'row'), rebuilt));
    for (const sum of view.sums)
      differences.push(...compare(sum.name, await stored(pool, view.sumTable(sum), 'counts'), sumOf(sum, [...rebuilt.values()])));
  }
  return differences;
}

async function eventsUpTo(log: Pick<LogReader, 'read'>, position: Position): Promise<Recorded[]> {
  const events: Recorded[] = [];
  while (events.length < position) events.push(...(await log.read(events.length, Math.min(PAGE, position - events.length))).lines.map(recorded));
  return events;
}

function rowsOf(view: CompiledView, events: readonly Recorded[], today: PlainDate): Map<string, unknown> {
  const byKey = new Map<string, Recorded[]>();
  const persons = new Persons();
  for (const event of events) persons.add(event);
  const placed = events.map(persons.place);
  for (const event of placed) {
    const key = view.keyOf(event);
    if (key !== undefined) byKey.set(key, [...(byKey.get(key) ?? []), event]);
  }
  const seenBy = (own: readonly Recorded[]): readonly Recorded[] =>
    placed.filter((event) => own.includes(event) || (view.shares(event) && event.subject === own[0]?.subject));
  const rows = [...byKey].map(([key, own]) => [key, view.row(view.foldAll(view.byFile ? seenBy(own) : own), today, key).row] as const);
  return new Map(rows.filter(([, row]) => row !== undefined));
}

function sumOf(sum: SumDefinition, rows: readonly unknown[]): Map<string, unknown> {
  const counts = new Map<string, Record<string, number>>();
  for (const row of rows) {
    const key = sum.by(row);
    if (key !== undefined) counts.set(key, added(counts.get(key) ?? {}, new Map(Object.entries(sum.count(row)))));
  }
  return new Map([...counts].filter(([, of]) => Object.keys(of).length > 0));
}

async function stored(pool: Pool, table: string, column: 'row' | 'counts'): Promise<Map<string, unknown>> {
  const { rows } = await pool.query<{ key: string; value: unknown }>(`SELECT key, ${column} AS value FROM ${table} WHERE ${column} IS NOT NULL`);
  return new Map(rows.map(({ key, value }) => [key, value]));
}

function compare(view: string, there: ReadonlyMap<string, unknown>, rebuilt: ReadonlyMap<string, unknown>): Difference[] {
  const text = (value: unknown): string | undefined => (value === undefined ? undefined : canonical(value as Json));
  return [...new Set([...there.keys(), ...rebuilt.keys()])]
    .map((key) => ({ view, key, stored: text(there.get(key)), rebuilt: text(rebuilt.get(key)) }))
    .filter((one) => one.stored !== one.rebuilt);
}
