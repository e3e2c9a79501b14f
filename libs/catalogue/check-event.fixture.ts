import type { EventDefinition } from '@lianhu/kernel';
import { catalogue, checkEvent, EXAMPLE_CHILD, exampleOf, type CheckContext, type CheckedEvent, type Credential } from '.';

// What the specs of `checkEvent` start from.

/** The edge's clock. */
export const NOW = Date.parse('2026-11-21T10:00:00+08:00');
/** 演示县, messages in Chinese. */
export const context: CheckContext = { now: NOW, policyArea: '990101', language: 'zh' };
/** The police's own system. */
export const police: Credential = { department: 'police', source: 'urn:lianhu:source:police:default' };
/** The catalogue's example of a type. */
export const example = (type: string): Record<string, unknown> => ({ ...exampleOf(catalogue.event(type) as EventDefinition) });
/** A DV call with some attributes changed. */
export const call = (over: Record<string, unknown> = {}): Record<string, unknown> => ({ ...example('police.dv-call.received'), ...over });
/** A DV call whose child is changed. */
export const childOf = (over: Record<string, unknown>) =>
  call({ data: { alarmNo: 'A1', minorRole: 'witness', minor: { ...EXAMPLE_CHILD, ...over } } });
/** The answer to an event of the police, or of another sender. */
export const check = (sent: unknown, credential: Credential = police): CheckedEvent => checkEvent(sent, credential, context);
/** The credential of another department's system. */
export const as = (department: string): Credential => ({ department, source: `urn:lianhu:source:${department}:default` });

/** `pointer rule` of every fault, or the kind of the answer. */
export function verdict(checked: CheckedEvent): string[] {
  if (checked.kind === 'forbidden') return [checked.code];
  if (checked.kind === 'ok') return ['ok'];
  return [...(checked.kind === 'quarantine' ? [checked.reason] : []), ...checked.faults.map(({ pointer, rule }) => `${pointer} ${rule}`)];
}
