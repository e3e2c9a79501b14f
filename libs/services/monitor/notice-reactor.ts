import { catalogue } from '@lianhu/catalogue';
import { ClueAccepted, NoticeSent } from '@lianhu/departments/hub';
import { eventsOf } from '@lianhu/follow';
import { definitionOf, inParallel, isA, recorded, RECORD_SPLIT, RECORD_WITHDRAWN, type Position, type Recorded } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import {
  accepted,
  addresseeAt,
  alertMoved,
  factBefore,
  noticesOf,
  orgOf,
  toldBefore,
  type NoticeEvent,
  type NoticeIds,
  type Sharing,
  type ToldBefore,
} from '@lianhu/processes/notice';
import type { HubForMonitor } from '@lianhu/services/platform';
import { Homes } from './homes';
import { movedFact, type MovedFact } from './moved-facts';
import { Misreaders, type MisreadersParts } from './misreaders';
import { mayMoveAlerts, movedAlerts } from './moved-alerts';

/** Questions to the log, and appends, at a time. Reason: a pool's connections are ten, and pages of people read beside. */
const AT_A_TIME = 4;

/** What the notice reactor decides with. */
export interface NoticeReactorParts {
  readonly log: LogReader;
  readonly hub: HubForMonitor;
  readonly sharing: Sharing;
  /** The access log, and until pages show a position: who read a file that is split. */
  readonly accesses: MisreadersParts['accesses'];
  readonly shown: MisreadersParts['shown'];
}

const SENT = definitionOf(NoticeSent).type;
/** Own events of one request. Reason: what a hub takes in one answer's time. */
const AT_ONCE = 500;
/** Longest chain of corrections of one event without a stream of its own that is followed back. */
const CHAIN = 20;

/** Events in requests of bearable size. */
const inTurns = (events: readonly NoticeEvent[]): readonly (readonly NoticeEvent[])[] =>
  Array.from({ length: Math.ceil(events.length / AT_ONCE) }, (_, n) => events.slice(n * AT_ONCE, (n + 1) * AT_ONCE));

/** What stands under cases, and the rest: so that no signature joins a case with a child. */
export function apart(events: readonly NoticeEvent[]): readonly (readonly NoticeEvent[])[] {
  const isCase = ({ subject }: NoticeEvent): boolean => subject?.startsWith('case-') === true;
  const restricted = ({ type }: NoticeEvent): boolean => catalogue.event(type)?.restricted === true;
  const cases = events.filter(isCase);
  return [cases.filter(restricted), cases.filter((event) => !restricted(event)), events.filter((event) => !isCase(event))].filter(
    ({ length }) => length > 0,
  );
}

/**
 * Tells whoever the sharing table names of every event, whoever was told of a fact that it was corrected, withdrawn or is another
 * child's, whoever read a file that held two children, the town to which a move, a merge or a split brings a child's open alert, and
 * of an accepted report everybody who has its card; the same page again appends nothing new.
 */
export class NoticeReactor {
  private readonly homes: Homes;
  private readonly misreaders: Misreaders;

  constructor(private readonly parts: NoticeReactorParts) {
    this.homes = new Homes(parts.log);
    this.misreaders = new Misreaders({ ...parts, county: parts.sharing.county, homeOf: (child, position) => this.homeAt(child, position) });
  }

  async react(events: readonly Recorded[]): Promise<void> {
    const concerned = events.filter((event) => this.isTold(event) || isA(event as Recorded<unknown>, ClueAccepted));
    await this.homes.learn(
      events,
      concerned.filter((event) => this.needsHome(event)).map(({ subject }) => subject as string),
    );
    const decided = (await inParallel(concerned, AT_A_TIME, (event) => this.decide(event))).flat();
    // Side by side, so that the log commits them together; signed apart all the same.
    await inParallel(apart(decided).flatMap(inTurns), AT_A_TIME, (part) => this.parts.hub.own(part));
  }

  private isTold(event: Recorded): boolean {
    const { type } = event;
    return type === RECORD_WITHDRAWN || type === RECORD_SPLIT || mayMoveAlerts(event) || this.parts.sharing.table.types[type] !== undefined;
  }

  private async decide(event: Recorded): Promise<readonly NoticeEvent[]> {
    return [...(await this.decideFact(event)), ...(mayMoveAlerts(event) ? await this.moved(event) : [])];
  }

  private async moved(event: Recorded): Promise<readonly NoticeEvent[]> {
    const { log, sharing } = this.parts;
    const moved = await movedAlerts(log, event, (town) => orgOf(addresseeAt('town', sharing.county, town)));
    return moved.flatMap(({ town, alert }) => alertMoved(town, alert, event, sharing));
  }

  private async decideFact(event: Recorded): Promise<readonly NoticeEvent[]> {
    if (isA(event as Recorded<unknown>, ClueAccepted)) return this.acceptedCards(event);
    if (event.type === RECORD_SPLIT) return this.parted(event);
    const before = event.corrects === undefined ? undefined : await this.toldBefore(event, event.corrects);
    return noticesOf(event, catalogue.event(event.type)?.category, this.homeOf(event), this.parts.sharing, before);
  }

  /** What a split takes to the other child is told anew as that one's, and taken back where it was told. */
  private async parted(split: Recorded): Promise<readonly NoticeEvent[]> {
    const { events = [] } = split.data as { readonly events?: readonly Position[] };
    const facts = (await inParallel(events, AT_A_TIME, (position) => movedFact(this.parts.log, split, position))).flatMap((fact) => fact ?? []);
    await this.homes.learn(
      [],
      facts.flatMap(({ events: of, as }) => [...of, as]).flatMap((event) => (this.needsHome(event) ? [event.subject as string] : [])),
    );
    const before = new Map(facts.flatMap((fact) => this.toldWrongly(fact)));
    return [...(await this.misread(split, before)), ...facts.flatMap((fact) => this.anew(fact, split))];
  }

  /** By `org-…`, under which child: what stands in the log, and what the fact's events bring, as their notices may not stand yet. */
  private toldWrongly({ events, as, sent }: MovedFact): readonly (readonly [string, string])[] {
    const wrong = events.filter(({ subject }) => subject !== as.subject);
    const decided = wrong.flatMap((one) => noticesOf(one, undefined, this.homeOf(one), this.parts.sharing));
    const stand = sent.filter(({ subject }) => subject !== as.subject).map(({ data: { to }, subject }) => [to, subject as string] as const);
    return [...decided.map(({ data, subject }) => [String(data['to']), subject as string] as const), ...stand];
  }

  /** Once for each unit and child, however often the fact is moved; back where it was first told, the first notices stand. */
  private anew({ events: [first], as, withdrawn, sent }: MovedFact, split: Recorded): readonly NoticeEvent[] {
    if (withdrawn) return [];
    const { sharing } = this.parts;
    const idOf: NoticeIds = (org, position) => sharing.idOf(first?.subject === as.subject ? org : `${org}|${as.subject}`, position);
    const home = this.homeOf({ ...as, position: split.position });
    const stand = new Set(sent.map(({ data: { notice } }) => notice));
    const notices = noticesOf({ ...as, recordedAt: split.recordedAt }, catalogue.event(as.type)?.category, home, { ...sharing, idOf });
    return notices.filter(({ id }) => !stand.has(id));
  }

  /** Each unit is told under the child of which it may be told; that the other one was in the file is said, who it is never. */
  private async misread(split: Recorded, before: ReadonlyMap<string, string>): Promise<readonly NoticeEvent[]> {
    const units = new Map([...(await this.misreaders.of(split)), ...before]);
    const files = [...new Set(units.values())];
    return files.flatMap((subject) => {
      const told = new Map([...units].flatMap(([org, file]) => (file === subject ? [[org, 'correction'] as const] : [])));
      return noticesOf({ ...split, subject }, undefined, undefined, this.parts.sharing, told);
    });
  }

  private async homeAt(child: string, position: Position): Promise<string | undefined> {
    await this.homes.learn([], [child]);
    return this.homes.at(child, position);
  }

  private needsHome({ type, residenceArea, subject }: Recorded): boolean {
    if (residenceArea !== undefined || !subject?.startsWith('child-')) return false;
    return this.parts.sharing.table.types[type]?.some(({ to }) => to === 'town' || to === 'village') === true;
  }

  /** Where the child lived as the event says, or as the hub had last registered by then. */
  private homeOf(event: Recorded): string | undefined {
    return this.needsHome(event) ? this.homes.at(event.subject as string, event.position) : event.residenceArea;
  }

  /**
   * Who was told of the fact that an event corrects or withdraws: what stands in the log, and what earlier events of the fact
   * bring, as their notices may not stand yet.
   */
  private async toldBefore(event: Recorded, corrects: Position): Promise<ToldBefore> {
    const { subject, position } = event;
    const history = subject === undefined ? [] : await eventsOf(this.parts.log, subject, position - 1);
    const fact = history.some((one) => one.position === corrects) ? factBefore(event, history) : await this.chainFrom(corrects);
    await this.homes.learn(
      [],
      fact.filter((one) => this.needsHome(one)).map((one) => one.subject as string),
    );
    const decided = fact.flatMap((one) => noticesOf(one, undefined, this.homeOf(one), this.parts.sharing));
    return new Map([...decided.map(({ data }) => [String(data['to']), String(data['kind'])] as const), ...toldBefore(event, history)]);
  }

  /** The events that one corrects, directly or one over the other, where it has no stream or another one than they. */
  private async chainFrom(corrects: Position): Promise<readonly Recorded[]> {
    const chain: Recorded[] = [];
    for (let at: Position | undefined = corrects; at !== undefined && chain.length < CHAIN; at = chain[0]?.corrects) {
      const [line] = (await this.parts.log.read(at - 1, 1)).lines;
      if (!line) break;
      chain.unshift(recorded(line));
    }
    return chain;
  }

  /** The other cards of a report are accepted with it; for the unit that accepted, that stands already. */
  private async acceptedCards({ subject, position, time }: Recorded): Promise<readonly NoticeEvent[]> {
    if (subject === undefined) return [];
    const sent = await eventsOf(this.parts.log, subject, position, [SENT]);
    return (sent as unknown as readonly Recorded<NoticeSent>[])
      .filter(({ data }) => data.urgent === true && data.notice !== undefined)
      .map(({ data }) => accepted({ notice: data.notice as string, org: data.to, subject }, time));
  }
}
