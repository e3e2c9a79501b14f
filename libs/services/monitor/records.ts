import { entersFor, entersGroup, mayUnseal, partyOf, RECORDS_SOURCE, TABLES_SOURCE, type EntryGroup, type Viewer } from '@lianhu/access';
import { catalogue, checkEvent, fault, subjectFault, type Credential } from '@lianhu/catalogue';
import { CaseOrderIssued, ENTERED, RECORD_GROUPS } from '@lianhu/departments/hub';
import { definitionOf, type Clock, type EventDefinition, type PolicyPack } from '@lianhu/kernel';
import { ProblemError, type Caller, type EventOutcome, type HubForMonitor } from '@lianhu/services/platform';
import type { Minors } from './minors';

/** What records are entered with. */
export interface RecordParts {
  readonly hub: HubForMonitor;
  readonly minors: Pick<Minors, 'mayName'>;
  readonly policy: PolicyPack;
  readonly clock: Clock;
}

/** Records that people enter at the hub by hand, and the list of everything that somebody may enter. */
export class Records {
  constructor(private readonly parts: RecordParts) {}

  /** Every type that the viewer may enter, by department or group, and the towns and villages of the policy pack. */
  forms(viewer: Viewer): object {
    const own = catalogue.departments.filter(({ id }) => entersFor(viewer, id));
    const departments = own.map(({ id, name }) => ({ group: id, title: name, target: 'department', types: catalogue.eventsOf(id).map(entry) }));
    const groups = Object.entries(RECORD_GROUPS)
      .filter(([group]) => entersGroup(viewer, group as EntryGroup))
      .map(([group, { title, types }]) => ({
        group,
        title,
        target: 'hub',
        types: types.map((type) => entry(catalogue.event(type) as EventDefinition)),
      }));
    const towns = Object.entries(this.parts.policy.towns).map(([town, name]) => ({ town, name }));
    const villages = Object.entries(this.parts.policy.villages ?? {}).map(([village, name]) => ({ village, name }));
    return { groups: [...departments, ...groups], towns, villages };
  }

  /**
   * Checks a record as an edge checks an event and hands it to the hub. What an edge would set aside for a person is refused
   * with the fault: the person sits here. Throws ProblemError.
   */
  enter(caller: Pick<Caller, 'viewer' | 'language'>, body: unknown): Promise<EventOutcome> {
    return this.take(caller, { ...(body as Readonly<Record<string, unknown>>), source: RECORDS_SOURCE, operatorref: caller.viewer.name });
  }

  /** The same for a row of a table: whoever of the office sends the table again, the row is one. Throws ProblemError. */
  enterRow(caller: Pick<Caller, 'viewer' | 'language'>, row: Readonly<Record<string, unknown>>): Promise<EventOutcome> {
    return this.take(caller, { ...row, source: TABLES_SOURCE });
  }

  private async take({ viewer, language }: Pick<Caller, 'viewer' | 'language'>, sent: Readonly<Record<string, unknown>>): Promise<EventOutcome> {
    const { type, source } = sent;
    const group = typeof type === 'string' ? ENTERED.get(type) : undefined;
    if (group === undefined || !entersGroup(viewer, group)) throw new ProblemError('type-not-yours');
    const { clock, policy, hub, minors } = this.parts;
    const checked = checkEvent(sent, credentialOf(viewer, source as string), { now: clock.now(), policyArea: policy.area, language });
    if (checked.kind === 'forbidden') throw new ProblemError(checked.code);
    if (checked.kind !== 'ok') throw new ProblemError('invalid-event', { errors: checked.faults });
    const { subject, data } = checked.event;
    if (type === CASE_ORDER && (data as { kind?: unknown }).kind === 'unseal' && !mayUnseal(viewer))
      throw new ProblemError('invalid-event', { errors: [fault('/data/kind', 'issuer', language)] });
    if (subject !== undefined && !(await minors.mayName(viewer, subject as string)))
      throw new ProblemError('invalid-event', { errors: [subjectFault(language)] });
    return hub.record({ party: partyOf(viewer), event: checked.event, sent });
  }
}

const CASE_ORDER = definitionOf(CaseOrderIssued).type;

const entry = ({ type, version, title, level, child }: EventDefinition) => ({ type, version, title, level, child: child === true });

/** Towns and villages enter for their own area, everybody else for the county's. */
const credentialOf = (viewer: Viewer, source: string): Credential => ({ department: 'hub', source, area: viewer.town ?? viewer.area });
