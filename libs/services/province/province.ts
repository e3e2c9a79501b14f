import { baseViews as views, catalogue, sums } from '@lianhu/catalogue';
import { Follower, HubsReader, viewsOfHub, type RowQuery } from '@lianhu/follow';
import { Mirror, type Stream } from '@lianhu/kafka';
import type { Suite } from '@lianhu/kernel';
import { HubLines, type Check, type Figure, type Health } from '@lianhu/services/platform';
import type { Pool } from 'pg';
import type { ProvinceHub } from './settings';

/** What a province is made from. */
export interface ProvinceOptions {
  readonly hubs: readonly ProvinceHub[];
  readonly stream: Stream;
  /** As role lianhu_monitor, on a database of its own. */
  readonly pool: Pool;
  readonly suite: Suite;
}

/** How far a hub is followed. */
export interface FollowedHub {
  readonly hub: string;
  /** Newest line copied from its topic, and folded into its views. */
  readonly copied: number;
  readonly folded: number;
  readonly state: string;
  readonly error?: string;
}

/** How a column is asked for. */
export type ColumnKind = 'text' | 'integer' | 'boolean' | 'texts';

/** One view that can be read, with the columns that filter and sort. */
export interface ProvinceView {
  readonly view: string;
  readonly columns: Readonly<Record<string, ColumnKind>>;
}

/** How long a start waits until it has read what a topic held. Unit: milliseconds. */
const CATCH_UP_MS = 60_000;

interface Followed {
  readonly hub: ProvinceHub;
  readonly mirror: Mirror;
  readonly follower: Follower;
}

/** The topics of several hubs in one set of views. Each hub has a copy and a follower of its own: one that stops stops no other. */
export class Province implements Health {
  readonly reader: HubsReader;
  private readonly followed: readonly Followed[];

  constructor(private readonly options: ProvinceOptions) {
    const { pool, stream, suite } = options;
    this.followed = options.hubs.map((hub) => {
      const backfill = hub.url === undefined ? undefined : new HubLines(hub.url, hub.token);
      const mirror = new Mirror({ pool, stream, suite, origin: hub.origin, area: hub.area, backfill });
      const known = (type: string): boolean => catalogue.event(type) !== undefined;
      return { hub, mirror, follower: new Follower({ log: mirror.log, pool, suite, known, ...viewsOfHub(hub.area, views, sums) }) };
    });
    this.reader = new HubsReader(
      pool,
      options.hubs.map(({ area }) => area),
      views,
      sums,
    );
  }

  /** Starts to follow every hub; none is started when one of them cannot be. Throws StreamCutOff when retention removed what is missing and nobody has it. */
  async start(): Promise<void> {
    for (const { mirror } of this.followed) await mirror.start();
    await Promise.all(this.followed.map(({ mirror }) => mirror.settle(CATCH_UP_MS)));
    await Promise.all(this.followed.map(({ follower }) => follower.start()));
  }

  async stop(): Promise<void> {
    await Promise.all(this.followed.map(({ follower }) => follower.stop()));
    await Promise.all(this.followed.map(({ mirror }) => mirror.stop()));
  }

  /** Areas of the hubs that lie in an area. */
  hubsIn(area: string): readonly string[] {
    return this.options.hubs.flatMap((hub) => (hub.area.startsWith(area) ? [hub.area] : []));
  }

  /** Every view with its columns. */
  views(): readonly ProvinceView[] {
    return views.map(({ name, columns }) => ({
      view: name,
      columns: {
        hub: 'text',
        ...Object.fromEntries(Object.entries(columns).map(([column, one]) => [column, typeof one === 'function' ? 'text' : one.kind])),
      },
    }));
  }

  /** Names of the sums over views. */
  sums(): readonly string[] {
    return sums.map(({ name }) => name);
  }

  list(view: string, query: RowQuery, hubs: readonly string[]): ReturnType<HubsReader['list']> {
    return this.reader.list(view, query, hubs);
  }

  status(): readonly FollowedHub[] {
    return this.followed.map(({ hub, mirror, follower }) => {
      const [copy, folding] = [mirror.status(), follower.status()];
      const state = copy.state === 'following' ? folding.state : copy.state;
      return { hub: hub.area, copied: copy.position, folded: folding.position, state, error: copy.error ?? folding.error };
    });
  }

  /** A hub that waits for Kafka still answers with what is folded; one that has halted needs a person. */
  checks(): Promise<readonly Check[]> {
    return Promise.resolve(
      this.status().map(({ hub, state, error }, i) => ({
        name: `hub ${hub}`,
        ok: state !== 'halted' && state !== 'stopped',
        detail: [error ?? state, this.followed[i]?.mirror.status().said].filter(Boolean).join('. '),
      })),
    );
  }

  figures(): Promise<readonly Figure[]> {
    return Promise.resolve(
      this.status().flatMap(({ hub, copied, folded, state }) => [
        { name: 'lianhu_copy_position', help: 'Newest position copied from Kafka', value: copied, labels: { hub } },
        { name: 'lianhu_folded_position', help: 'Position up to which all views are folded', value: folded, labels: { hub } },
        {
          name: 'lianhu_copy_up',
          help: '0 while Kafka is away or a hub has halted',
          value: state === 'away' || state === 'halted' ? 0 : 1,
          labels: { hub },
        },
      ]),
    );
  }
}
