import { checkEvent } from '@lianhu/catalogue';
import { canonical, type Json } from '@lianhu/kernel';
import type { PushResult } from '../edge';

/** The moment at which tests of tables take place. */
export const NOW = Date.parse('2026-11-21T10:00:00+08:00');

/** An edge that checks as the real one does and remembers by id what it took. */
export class FakeEdge {
  readonly stands = new Map<string, string>();
  readonly events: Record<string, unknown>[] = [];
  pushes = 0;
  before: () => Promise<void> | void = () => undefined;
  constructor(readonly department: string) {}

  async isSuperseded(id: string): Promise<boolean> {
    const correcting = this.events.filter((event) => event['corrects'] === id || this.first(id) === event['corrects']);
    return correcting.length > 0 && correcting.at(-1)?.['id'] !== id;
  }
  private first = (id: string): unknown => this.events.find((event) => event['id'] === id)?.['corrects'] ?? id;

  async push(sent: unknown): Promise<PushResult> {
    await this.before();
    this.pushes++;
    const event = sent as Record<string, unknown>;
    const source = `urn:lianhu:source:${this.department}:default`;
    const checked = checkEvent(event, { department: this.department, source, area: '990101' }, { now: NOW, policyArea: '990101', language: 'zh' });
    if (checked.kind === 'quarantine')
      return { status: 202, state: 'quarantined', reason: checked.reason, quarantineId: 'q', errors: checked.faults };
    if (checked.kind !== 'ok') return refusal(422, 'invalid-event', checked.kind === 'invalid' ? checked.faults : []);
    const id = String(event['id']);
    const text = canonical(event as Json);
    const known = this.stands.get(id);
    if (known !== undefined && known !== text) return refusal(409, 'idempotency-conflict', []);
    this.stands.set(id, text);
    if (known === undefined) this.events.push(event);
    return { status: known === undefined ? 201 : 200, receipt: {} as never };
  }
}

/** A refusal as the hub answers it. */
export const refusal = (status: number, code: string, errors: readonly object[]): PushResult =>
  ({ status, problem: { type: `/problems/${code}`, title: code, status, errors } }) as PushResult;
