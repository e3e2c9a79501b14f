import { createHash } from 'node:crypto';
import { MinorRegistered } from '@lianhu/departments/hub';
import { definitionOf, type EventClass, type Moment, type PolicyPack, type Recorded } from '@lianhu/kernel';
import { chinaCalendar } from '@lianhu/calendar';
import { demonstrationPolicy } from '@lianhu/testing';
import { computeQuarter } from './compute';
import type { RawCell, RawReport } from './report';

/** The suite's SHA-256, from node: specs only. */
export const sha256 = (...parts: readonly (Uint8Array | string)[]): Uint8Array => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

const { villages: _none, ...rules } = demonstrationPolicy;
/** A small county for specs, with the rules of the demonstration: three towns, suppression below five, five working days. */
export const POLICY = {
  ...rules,
  name: 'spec',
  title: '测试政策包',
  area: '990101',
  areaName: '测试县',
  towns: { '990101001': '东溪镇', '990101002': '西岭镇', '990101003': '南塘镇' },
  version: 1,
  validFrom: '2020-01-01',
  sharing: { file: 'none.json', hash: '' },
  alerts: { lateEventDays: 60 },
  identity: {
    weights: { id: 100, birthDate: 25, name: 25, guardian: 30, school: 10, address: 10 },
    nearShare: 70,
    placeholderShare: 60,
    reviewFrom: 70,
  },
  report: { cutOffWorkingDays: 5, suppressBelow: 5, restate: { tenthsOfPercent: 10, persons: 5, fromZero: ['G02', 'G06', 'H12', 'H13'] } },
  silentAfterHours: 72,
  sources: {},
} satisfies PolicyPack;

/** `at('2026-07-01')` is noon of that day; `at('2026-07-01', '23:59:59.999')`. */
export const at = (date: string, time = '12:00:00.000'): Moment => `${date}T${time}+08:00`;

/** What a spec says about an event; the rest is filled in. Without `recordedAt` it is recorded when it happens. */
export type Said = Partial<Omit<Recorded, 'type' | 'position' | 'leafHash' | 'data'>> & { readonly time: Moment };

/** A log written by hand, in order of recording. */
export class SpecLog {
  readonly events: Recorded[] = [];

  add<D extends object>(cls: EventClass<D>, said: Said, data: Readonly<Record<string, unknown>> = {}): this {
    const { type, level } = definitionOf(cls);
    const recordedAt = said.recordedAt ?? said.time;
    const position = this.events.length + 1;
    const event = {
      receivedAt: said.receivedAt ?? recordedAt,
      department: type.split('.')[0] ?? '',
      level,
      ...said,
      recordedAt,
      type,
      position,
      data,
    };
    this.events.push({ ...event, leafHash: Buffer.from(sha256(JSON.stringify(event))).toString('base64') });
    return this;
  }

  /** Registers a child long before any quarter of the specs. */
  child(subject: string, data: { readonly sex?: string; readonly birthQuarter?: string; readonly town?: string } = {}): this {
    return this.add(MinorRegistered, { time: at('2024-01-02'), subject }, { sex: '1', birthQuarter: '2016-Q1', town: '990101001', ...data });
  }

  report(quarter: string): Promise<RawReport> {
    const events = [...this.events].sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : a.recordedAt > b.recordedAt ? 1 : a.position - b.position));
    return computeQuarter(
      events.map((event, index) => ({ ...event, position: index + 1 })),
      { quarter, policy: POLICY, calendar: chinaCalendar, sha256 },
    );
  }

  async cell(quarter: string, id: string): Promise<RawCell> {
    const report = await this.report(quarter);
    const cell = report.cells.find((each) => each.id === id);
    if (!cell) throw new Error(`no cell ${id} among ${report.cells.map((each) => each.id).join(' ')}`);
    return cell;
  }
}
