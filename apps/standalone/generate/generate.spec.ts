import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { columnsOf, DEPARTMENTS, rowOf, type SentEvent } from '@lianhu/county';
import { readValue } from '@lianhu/connectors';
import type { PolicyPack } from '@lianhu/kernel';
import type { Asked } from './blocks';
import { filesSink, ndjsonSink } from './folder-sinks';
import { generate } from './generate';

const pack = JSON.parse(readFileSync('infra/policy/demonstration.json', 'utf8')) as PolicyPack;
const asked: Asked = { tier: 'demonstration', years: 1, seed: 'spec', dirt: true, to: '2026-11-24T19:30:00+08:00' };
const folder = mkdtempSync(join(tmpdir(), 'lianhu-generate-'));
const [first, second, tables] = ['first', 'second', 'tables'].map((name) => join(folder, name)) as [string, string, string];
const linesOf = (path: string): string[] => readFileSync(path, 'utf8').trimEnd().split('\n');
let pushes = 0;
/** Connectors read brackets half-width. */
const halved = (value: unknown): unknown => (typeof value === 'string' ? value.replace(/（/g, '(').replace(/）/g, ')') : value);

beforeAll(async () => {
  for (const path of [first, second]) {
    const sink = ndjsonSink(path);
    pushes = await generate(asked, pack, sink);
    await sink.end();
  }
  const sink = filesSink(tables);
  await generate(asked, pack, sink);
  await sink.end();
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a file a department and the truth, the same bytes from the same seed, readable by the owner only', () => {
  expect(readdirSync(first).sort()).toEqual([...DEPARTMENTS.map((id) => `${id}.ndjson`), 'truth.ndjson'].sort());
  for (const name of readdirSync(first)) {
    expect(readFileSync(join(first, name)).equals(readFileSync(join(second, name)))).toBe(true);
    expect(statSync(join(first, name)).mode & 0o077).toBe(0);
  }
  const sent = DEPARTMENTS.flatMap((id) => linesOf(join(first, `${id}.ndjson`)));
  expect(sent).toHaveLength(pushes);
});

test('the truth file names who is really at risk from when, and what must become of dirty pushes', () => {
  const lines = linesOf(join(first, 'truth.ndjson')).map((line) => JSON.parse(line) as Record<string, unknown>);
  const children = lines.filter(({ kind }) => kind === 'child');
  expect(children.filter(({ atRisk }) => atRisk === true).length).toBeGreaterThan(50);
  expect(children.every(({ docNo, from }) => String(docNo).startsWith('99') && /^\d{4}-\d\d-\d\d$/.test(String(from)))).toBe(true);
  const outcomes = new Set(lines.filter(({ kind }) => kind === 'push').map(({ expected }) => (expected as { outcome: string }).outcome));
  expect(outcomes).toEqual(new Set(['accepted', 'refused', 'quarantined', 'same-receipt']));
});

test('a table a type with Chinese headers, as many rows as pushes', () => {
  let rows = 0;
  for (const department of readdirSync(tables).filter((name) => name !== 'truth.ndjson')) {
    for (const name of readdirSync(join(tables, department))) {
      const [header = '', ...rest] = linesOf(join(tables, department, name));
      expect(header).toMatch(/^﻿发生时间,/);
      rows += rest.length;
    }
  }
  expect(rows).toBe(pushes);
});

test('what stands in a cell is read by the connectors as what was meant', () => {
  const context = { areas: new Map(Object.entries(pack.towns).map(([code, name]) => [name, code])) };
  const wrong: unknown[] = [];
  for (const department of DEPARTMENTS) {
    for (const line of linesOf(join(first, `${department}.ndjson`)).slice(0, 400)) {
      const event = JSON.parse(line) as SentEvent;
      const cells = rowOf(event);
      columnsOf(event.type).forEach(({ target }, i) => {
        const [place, field = ''] = target.path.split('.');
        const meant = place === 'data' ? event.data[field] : undefined;
        if (meant === undefined || Array.isArray(meant) || target.kind === 'moment') return;
        const read = readValue({ text: cells[i] ?? '' }, target, context);
        if (!('value' in read) || (target.kind !== 'day' && target.kind !== 'month' && read.value !== halved(meant)))
          wrong.push([event.type, target.path, target.kind, read]);
      });
    }
  }
  expect(wrong.slice(0, 5)).toEqual([]);
});
