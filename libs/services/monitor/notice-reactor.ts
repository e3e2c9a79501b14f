import { catalogue } from '@lianhu/catalogue';
import { ClueAccepted, MinorMoved, MinorRegistered, NoticeSent } from '@lianhu/departments/hub';
import { historyOf } from '@lianhu/follow';
import { definitionOf, isA, type Recorded } from '@lianhu/kernel';
import type { LogReader } from '@lianhu/log';
import { accepted, noticesOf, type NoticeEvent, type Sharing } from '@lianhu/processes/notice';
import type { HubForMonitor } from '@lianhu/services/platform';

/** What the notice reactor decides with. */
export interface NoticeReactorParts {
  readonly log: LogReader;
  readonly hub: HubForMonitor;
  readonly sharing: Sharing;
}

const HOMES = [MinorRegistered, MinorMoved].map((cls) => definitionOf(cls).type);
const SENT = definitionOf(NoticeSent).type;
/** Own events of one request. Reason: what a hub takes in one answer's time. */
const AT_ONCE = 500;

/** What stands under cases, and the rest: so that no signature joins a case with a child. */
export function apart(events: readonly NoticeEvent[]): readonly (readonly NoticeEvent[])[] {
  const isCase = ({ subject }: NoticeEvent): boolean => subject?.startsWith('case-') === true;
  const restricted = ({ type }: NoticeEvent): boolean => catalogue.event(type)?.restricted === true;
  const cases = events.filter(isCase);
  return [cases.filter(restricted), cases.filter((event) => !restricted(event)), events.filter((event) => !isCase(event))].filter(
    ({ length }) => length > 0,
  );
}

/** Tells whoever the sharing table names of every event, and of an accepted report everybody who has its card; the same page again appends nothing new. */
export class NoticeReactor {
  constructor(private readonly parts: NoticeReactorParts) {}

  async react(events: readonly Recorded[]): Promise<void> {
    const decided: NoticeEvent[] = [];
    for (const event of events) {
      if (isA(event as Recorded<unknown>, ClueAccepted)) decided.push(...(await this.acceptedCards(event)));
      if (this.parts.sharing.table.types[event.type] !== undefined) decided.push(...(await this.noticesOf(event)));
    }
    for (const part of apart(decided))
      for (let from = 0; from < part.length; from += AT_ONCE) await this.parts.hub.own(part.slice(from, from + AT_ONCE));
  }

  private async noticesOf(event: Recorded): Promise<readonly NoticeEvent[]> {
    const { sharing } = this.parts;
    return noticesOf(event, catalogue.event(event.type)?.category, await this.homeOf(event), sharing);
  }

  /** Where the child lived as the event says, or as the hub had last registered by then. */
  private async homeOf({ type, residenceArea, subject, position }: Recorded): Promise<string | undefined> {
    if (residenceArea !== undefined || !subject?.startsWith('child-')) return residenceArea;
    const local = this.parts.sharing.table.types[type]?.some(({ to }) => to === 'town' || to === 'village');
    if (!local) return undefined;
    const homes = await historyOf(this.parts.log, subject, position, HOMES);
    return (homes.at(-1)?.data as { readonly town?: string } | undefined)?.town;
  }

  /** The other cards of a report are accepted with it; for the unit that accepted, that stands already. */
  private async acceptedCards({ subject, position, time }: Recorded): Promise<readonly NoticeEvent[]> {
    if (subject === undefined) return [];
    const sent = await historyOf(this.parts.log, subject, position, [SENT]);
    return (sent as unknown as readonly Recorded<NoticeSent>[])
      .filter(({ data }) => data.urgent === true && data.notice !== undefined)
      .map(({ data }) => accepted({ notice: data.notice as string, org: data.to, subject }, time));
  }
}
