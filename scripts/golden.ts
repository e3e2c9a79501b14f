import 'reflect-metadata';
import { chinaCalendar } from '@lianhu/calendar';
import { baseViews, catalogue, dataschemaOf } from '@lianhu/catalogue';
import {
  canonical,
  lineText,
  makeClaim,
  momentOf,
  parseParts,
  recorded,
  versionIn,
  type EventDefinition,
  type Json,
  type LineParts,
  type PolicyPack,
  type Recorded,
} from '@lianhu/kernel';
import { base64, leafHash, signBatch, std1 } from '@lianhu/log';
import { computeQuarter } from '@lianhu/reports';
import { CHILD, rowAfter } from '@lianhu/testing';
import demonstration from '../infra/policy/demonstration.json';

/** Rows and figures that one golden event gives alone, by view or indicator with its version: `minors@3`, `B14@1`; null for none. */
export type Outcome = Readonly<Record<string, Json>>;
/** A stored line of one version of a type, with what it came to when it was written. */
export interface Golden {
  /** `police.dv-call.received@1` */
  readonly name: string;
  readonly line: string;
}

const ORIGIN = 'lianhu/990101';
const SEED = new Uint8Array(32).fill(5);
const REGISTERED = 'hub.minor.registered';
const QUARTER = '2026-Q1';
/** The day on which rows are read. */
const TODAY = '2026-02-01';
const FIRST = Date.parse('2026-01-05T08:00:00+08:00');
const MINUTE = 60_000;
const POLICY = demonstration as PolicyPack;

export const goldenName = ({ type, version }: Pick<EventDefinition, 'type' | 'version'>): string => `${type}@${version}`;

/** Every type in its newest version. */
export const newest = (): readonly EventDefinition[] => catalogue.types.flatMap((type) => catalogue.event(type) ?? []);

/** Writes the golden line of a type's newest version, made of its example, at a position of its file. The same class gives the same bytes. */
export function goldenLine(definition: EventDefinition, position: number): Golden {
  const time = momentOf(FIRST + position * MINUTE);
  const child = definition.child === true && !definition.restricted;
  const subject = child ? CHILD : definition.restricted ? `case-${CHILD.slice('child-'.length)}` : undefined;
  const [department = ''] = definition.type.split('.');
  const attributes = {
    ...{ specversion: '1.0', source: `urn:lianhu:source:${department}:default`, id: `golden-${goldenName(definition)}`, type: definition.type, time },
    ...{ datacontenttype: 'application/json', dataschema: dataschemaOf(definition), area: '990101' },
    ...(child && { residencearea: '990101001' }),
    data: definition.example,
  };
  const nonce = std1.sha256(goldenName(definition)).subarray(0, 16);
  const { claim } = makeClaim(std1, definition, attributes, { department, receivedat: time, salt: nonce, nonce });
  const [batch] = signBatch(std1, { origin: ORIGIN, department, keyId: 'golden', seed: SEED, claims: [claim] }).places;
  const bound = canonical({ ...(child && { ageBand: '6-11' }), ...(subject !== undefined && { subject, version: 1 }) });
  const recordedAt = momentOf(FIRST + (position + 1) * MINUTE);
  const stamp = canonical({ batch: batch as unknown as Json, level: definition.level, position, recordedAt, suite: std1.name });
  return { name: goldenName(definition), line: lineText({ claim, stamp, bound }) };
}

/** The three parts of a line's text, which is canonical as it stands. */
function partsOf(text: string): LineParts {
  const { bound, claim, stamp } = JSON.parse(text) as Record<keyof LineParts, Json>;
  const parts = { bound: canonical(bound), claim: canonical(claim), stamp: canonical(stamp) };
  if (lineText(parts) !== text) throw new TypeError('a golden line is not canonical');
  return parts;
}

/** The golden event of a stored line, as folds see it: raised to the newest version. */
export function goldenEvent(text: string): { readonly name: string; readonly event: Recorded } {
  const parts = partsOf(text);
  const { claim, stamp } = parseParts(parts);
  const event = recorded({ ...parts, position: stamp.position, leafHash: base64(leafHash(std1, parts)) });
  return { name: `${claim.type}@${versionIn(claim.dataschema)}`, event };
}

/** What an event comes to, alone but for the child's registration: a row of every view, the figures of every indicator. */
export async function outcomeOf(event: Recorded, registration: Recorded): Promise<Outcome> {
  const events = [...(event.type === REGISTERED ? [] : [{ ...registration, time: event.time, recordedAt: event.recordedAt }]), event].map(
    (one, i) => ({ ...one, position: i + 1 }),
  );
  const then = (): never => {
    throw new RangeError('a golden history has no next event');
  };
  const rows = baseViews.map((view) => {
    const { alert, notice } = event.data as { readonly alert?: string; readonly notice?: string };
    const key = { minor: event.subject, department: event.department, alert, notice }[view.of];
    const own = view.of === 'minor' ? events.filter(({ subject }) => subject === key) : [event];
    const history = { events: own, then, of: then };
    return [`${view.name}@${view.version}`, key === undefined ? null : ((rowAfter(view, history, TODAY, key) ?? null) as Json)] as const;
  });
  const report = await computeQuarter(events, { quarter: QUARTER, policy: POLICY, calendar: chinaCalendar, sha256: std1.sha256 });
  const counting = report.cells.filter(({ events: behind }) => behind.count > 0);
  const figures = report.indicators.map(({ code, version }) => {
    const cells = counting.filter(({ indicator }) => indicator === code);
    return [`${code}@${version}`, cells.length === 0 ? null : Object.fromEntries(cells.map(({ id, value = null }) => [id, value as Json]))] as const;
  });
  return JSON.parse(JSON.stringify(Object.fromEntries([...rows, ...figures]))) as Outcome;
}

/** The child's registration that stands before every golden event. */
export function registrationIn(files: ReadonlyMap<string, string>): Recorded {
  const line = linesIn(files.get('hub.ndjson')).find((text) => goldenEvent(text).event.type === REGISTERED);
  if (line === undefined) throw new RangeError(`there is no golden line of ${REGISTERED}`);
  return goldenEvent(line).event;
}
export const linesIn = (text = ''): string[] => text.split('\n').filter((line) => line !== '');

/** What the golden files (name → text) should become: new versions and new views are added; what differs from what is there is a fault. Only those of `departments` are looked at. */
export async function reviewGolden(
  committed: ReadonlyMap<string, string>,
  departments: readonly { readonly id: string }[] = catalogue.all,
): Promise<{ readonly files: ReadonlyMap<string, string>; readonly faults: readonly string[] }> {
  const files = new Map(committed);
  const faults: string[] = [];
  for (const { id } of departments) {
    const lines = linesIn(committed.get(`${id}.ndjson`));
    const there = new Set(lines.map((line) => goldenEvent(line).name));
    for (const definition of catalogue.eventsOf(id))
      if (!there.has(goldenName(definition))) lines.push(goldenLine(definition, lines.length + 1).line);
    files.set(`${id}.ndjson`, lines.map((line) => `${line}\n`).join(''));
  }
  const registration = registrationIn(files);
  for (const { id } of departments) {
    const before = JSON.parse(committed.get(`${id}.rows.json`) ?? '{}') as Record<string, Outcome>;
    const after: Record<string, Outcome> = {};
    for (const line of linesIn(files.get(`${id}.ndjson`))) {
      const { name, event } = goldenEvent(line);
      const now = await outcomeOf(event, registration);
      for (const [of, value] of Object.entries(before[name] ?? {})) {
        if (of in now && stable(now[of]) !== stable(value))
          faults.push(
            `${of} makes something else of the stored event ${name} than before: raise its version, so that it is rebuilt, or put it back.`,
          );
      }
      after[name] = { ...now, ...before[name] };
    }
    files.set(`${id}.rows.json`, `${rowsText(after)}\n`);
  }
  return { files, faults };
}

/** JSON with sorted keys. */
const stable = (value: unknown): string =>
  JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );

/** One line an event, so that a change can be read. */
const rowsText = (rows: Readonly<Record<string, Outcome>>): string => {
  const sorted = Object.entries(rows).map(([name, outcome]) => `${JSON.stringify(name)}:${stable(outcome)}`);
  return `{\n${sorted.join(',\n')}\n}`;
};
