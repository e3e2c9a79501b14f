import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  canonical,
  definitionOf,
  defineView,
  Event,
  Label,
  lineText,
  on,
  parseParts,
  Secret,
  type EventClass,
  type Json,
  type LineParts,
} from '@lianhu/kernel';
import { police } from '@lianhu/departments/police';
import { history, rowAfter } from '@lianhu/testing';
import { departments } from '@lianhu/views/departments';
import { goldenEvent, goldenLine, goldenName, linesIn, newest, outcomeOf, registrationIn, reviewGolden } from './golden';

/** A view as outcomes name it, in the version that it has now. */
const DEPARTMENTS = `${departments.name}@${departments.version}`;
const FOLDER = join(__dirname, '..', 'libs', 'catalogue', 'golden');
const committed = new Map(readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]));

test('stored events of every type and version are replayed through every view and indicator without an error, to the same rows', async () => {
  const { files, faults } = await reviewGolden(committed);
  expect(faults).toEqual([]);
  expect([...files].filter(([name, text]) => committed.get(name) !== text).map(([name]) => name)).toEqual([]);
  const names = [...committed]
    .filter(([name]) => name.endsWith('.ndjson'))
    .flatMap(([, text]) => linesIn(text).map((line) => goldenEvent(line).name));
  expect(new Set(names)).toEqual(new Set([...names, ...newest().map(goldenName)]));
  expect(names.length).toBeGreaterThan(290);
});

test('a view that makes another row of a stored event is named, with what to do', async () => {
  const row = new RegExp(`("${DEPARTMENTS}":\\{[^}]*"events":)1`);
  const rows = (committed.get('police.rows.json') ?? '').replace(row, (_, before: string) => `${before}2`);
  const spoiled = new Map(committed).set('police.rows.json', rows);
  expect(spoiled).not.toEqual(committed);
  const { faults } = await reviewGolden(spoiled, [police]);
  expect(faults).toEqual([expect.stringMatching(/^\S+@\d+ makes something else of the stored event police\.\S+@1 than before: raise its version/)]);
});

test('a stored line that was touched is no golden line', () => {
  const [line = ''] = linesIn(committed.get('police.ndjson'));
  expect(() => goldenEvent(line.replace('{"bound":', '{ "bound":'))).toThrow('canonical');
});

const COMMON = { type: 'test.ship.seen', title: '船', level: 'L3', protection: ['society'], basis: 'test' } as const;

test('an invented type that is raised: lines of both versions come to the row that the newest says', async () => {
  @Event({ ...COMMON, version: 1, example: { number: 'N-1', miles: 2 } })
  class First {
    @Label('船号') @Secret() number!: Secret<string>;
    @Label('海里') miles!: number;
  }
  const old = goldenLine(definitionOf(First), 1);
  @Event({
    ...COMMON,
    version: 2,
    example: { number: 'N-1', miles: 2, metres: 3704 },
    upcasts: { 1: (data) => ({ ...data, metres: (data['miles'] as number) * 1852 }) },
  })
  class ShipSeen {
    @Label('船号') @Secret() number!: Secret<string>;
    @Label('海里') miles!: number;
    @Label('米') metres?: number;
  }
  const fresh = goldenLine(definitionOf(ShipSeen as EventClass), 1);
  expect([old.name, fresh.name]).toEqual(['test.ship.seen@1', 'test.ship.seen@2']);
  const view = defineView({
    name: 'ships',
    version: 1,
    of: 'minor',
    start: 0,
    handlers: [on(ShipSeen, (sum: number, { data }) => sum + (data.metres ?? 0))],
    row: (metres) => ({ metres }),
    columns: {},
  });
  const rows = [old, fresh].map(({ line }) => rowAfter(view, { ...history(), events: [goldenEvent(line).event] }, '2026-02-01'));
  expect(rows).toEqual([{ metres: 3704 }, { metres: 3704 }]);
  expect(await outcomeOf(goldenEvent(old.line).event, registrationIn(committed))).toMatchObject({ [DEPARTMENTS]: { events: 1 } });
  const parts = JSON.parse(old.line) as Record<keyof LineParts, Json>;
  const text = lineText({ bound: canonical(parts.bound), claim: canonical(parts.claim), stamp: canonical(parts.stamp) });
  expect(parseParts({ bound: '{}', claim: canonical(parts.claim), stamp: '{}' }).claim.data).not.toHaveProperty('metres');
  expect(text).toBe(old.line);
});
