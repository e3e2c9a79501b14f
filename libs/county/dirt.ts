import type { Dice } from './dice';
import type { SentEvent } from './options';
import type { Fact } from './fact';

/** What must become of a dirty event. */
export interface Expected {
  readonly outcome: 'accepted' | 'refused' | 'quarantined' | 'same-receipt';
  /** Field and rule that a refusal, a note or the desk names. */
  readonly pointer?: string;
  readonly rule?: string;
  /** What the sender does about it afterwards. */
  readonly then?: 'sent-right' | 'corrected';
}

interface Dirt {
  /** Share of the events about a child with an ID number. † (assumption) */
  readonly share: number;
  readonly expected: Expected;
}

const minor = (field: string): string => `/data/minor/${field}`;

/** What departments' data are dirty with, how often, and what must become of it. Shares † (assumption); outcomes from VR1–VR5 of the domain model. */
export const DIRT = {
  'name-blank': { share: 0.006, expected: { outcome: 'accepted', pointer: minor('name'), rule: 'normalised' } },
  'full-width': { share: 0.006, expected: { outcome: 'accepted', pointer: minor('docNo'), rule: 'normalised' } },
  'check-digit': { share: 0.004, expected: { outcome: 'refused', pointer: minor('docNo'), rule: 'citizen-id', then: 'sent-right' } },
  'fifteen-digits': { share: 0.001, expected: { outcome: 'refused', pointer: minor('docNo'), rule: 'citizen-id-15', then: 'sent-right' } },
  'name-missing': { share: 0.003, expected: { outcome: 'refused', pointer: minor('name'), rule: 'required', then: 'sent-right' } },
  'wrong-sex': { share: 0.001, expected: { outcome: 'quarantined', pointer: minor('sex'), rule: 'identity-mismatch' } },
  'wrong-birth': { share: 0.001, expected: { outcome: 'quarantined', pointer: minor('birthDate'), rule: 'identity-mismatch' } },
  'wrong-value': { share: 0.004, expected: { outcome: 'accepted', then: 'corrected' } },
  'number-reused': { share: 0.001, expected: { outcome: 'refused', rule: 'idempotency-conflict' } },
} as const satisfies Readonly<Record<string, Dirt>>;
export type FaultKind = keyof typeof DIRT;

/** Faults after which the sender sends the same event right, under the same id. */
export const SENT_AGAIN: ReadonlySet<FaultKind> = new Set(['check-digit', 'fifteen-digits', 'name-missing']);

type Data = Readonly<Record<string, unknown>>;
/** Types with a value that senders get wrong, and the wrong one. Only what decides no alert, so that the truths stay true. */
const WRONG: Readonly<Record<string, (data: Data) => Data>> = {
  'education.absence.flagged': (data) => ({ ...data, contacted: data['contacted'] !== true }),
  'police.alarm.received': (data) => ({ ...data, injured: data['injured'] !== true }),
  'health.child-check.overdue': (data) => ({ ...data, overdueDays: Number(data['overdueDays']) + 1 }),
  'civil-affairs.allowance.paid': (data) => ({ ...data, amount: Number(data['amount']) + 100 }),
};

/** The same fact with another value. */
export const corrected = (fact: Fact): Fact => ({ ...fact, data: WRONG[fact.type]?.(fact.data) ?? fact.data });

/** What is dirty about a fact's event; undefined for most. */
export function draw(dice: Dice, fact: Fact): FaultKind | undefined {
  let left = dice.next();
  if (!fact.child || fact.named !== undefined) return undefined;
  for (const [kind, { share }] of Object.entries(DIRT) as [FaultKind, Dirt][]) {
    left -= share;
    if (left < 0) return needsValue(kind) && WRONG[fact.type] === undefined ? undefined : kind;
  }
  return undefined;
}

const needsValue = (kind: FaultKind): boolean => kind === 'wrong-value' || kind === 'number-reused';

const fullWidth = (text: string): string => [...text].map((sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0)).join('');
const otherDigit = (docNo: string): string => `${docNo.slice(0, -1)}${docNo.endsWith('1') ? '2' : '1'}`;
const IDENTITY: Readonly<Partial<Record<FaultKind, (child: Data) => Data>>> = {
  'name-blank': (child) => ({ ...child, name: `${String(child['name']).slice(0, 1)} ${String(child['name']).slice(1)}` }),
  'full-width': (child) => ({ ...child, docNo: fullWidth(String(child['docNo'])) }),
  'check-digit': (child) => ({ ...child, docNo: otherDigit(String(child['docNo'])) }),
  'fifteen-digits': (child) => ({ ...child, docNo: String(child['docNo']).replace(/^(.{6})..(.{9}).$/, '$1$2') }),
  'name-missing': ({ name: _, ...child }) => child,
  'wrong-sex': (child) => ({ ...child, sex: child['sex'] === '1' ? '2' : '1' }),
  'wrong-birth': (child) => ({ ...child, birthDate: String(child['birthDate']).replace(/..$/, (day) => (day === '01' ? '02' : '01')) }),
};

/** The event as a sender that makes this fault sends it. */
export function soil(event: SentEvent, fact: Fact, fault: FaultKind): SentEvent {
  const spoil = IDENTITY[fault];
  if (spoil) return { ...event, data: { ...event.data, minor: spoil(event.data['minor'] as Data) } };
  return fault === 'wrong-value' ? { ...event, data: { ...corrected(fact).data, minor: event.data['minor'] } } : event;
}
