import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Viewer } from '@lianhu/access';
import { ProblemError, type Caller } from '@lianhu/services/platform';
import type { MinorWanted } from './minors';
import { Monitor } from './monitor';
import { withoutOf } from './timelines';

type Parameters = Readonly<Record<string, string | undefined>>;

/** What a page asks for: rows, how many there are, as of when, and how fresh the departments are. */
export interface Answer {
  readonly rows: readonly object[];
  readonly total: number;
  readonly asOf: object;
  readonly freshness: readonly object[];
}

/** A reading of a view by a caller. */
abstract class ViewQuery<T extends object = Answer> extends Query<T> {
  constructor(
    readonly caller: Caller,
    readonly query: Parameters,
  ) {
    super();
  }
}
export class ReadOverview extends ViewQuery {}
export class ReadTowns extends ViewQuery {}
export class ReadDepartments extends ViewQuery {}
export class ReadAlerts extends ViewQuery {}
export class ReadMinors extends ViewQuery {}
export class ReadInbox extends ViewQuery {
  constructor(
    caller: Caller,
    query: Parameters,
    /** A department's; without one the office's, a town's or a village's own. */
    readonly department?: string,
  ) {
    super(caller, query);
  }
}
export class ReadMinor extends ViewQuery<object> {
  constructor(
    caller: Caller,
    query: Parameters,
    readonly ref: string,
  ) {
    super(caller, query);
  }
}

/** Rows of one page of a list. */
const PAGE_SIZE = { usual: 50, most: 200 } as const;
/** How long a reader waits for a position that it has been told. Unit: milliseconds. Source: public API, minWait. */
const MIN_WAIT_MS = 5_000;

/** Waits for `minWait`, refuses `asOf` where a view cannot, and puts rows into the common answer. */
async function answer(
  monitor: Monitor,
  caller: Caller,
  query: Parameters,
  read: () => Promise<{ rows: readonly object[]; total?: number }>,
): Promise<Answer> {
  if (query['asOf'] !== undefined) throw new ProblemError('as-of-unsupported');
  await waitIfAsked(monitor, query);
  // Before the rows: they hold everything up to this position, and at most what came since, never less than the answer says.
  const asOf = await monitor.model.position();
  const [{ rows, total = rows.length }, freshness] = await Promise.all([read(), monitor.freshness(caller.viewer)]);
  return { rows, total, asOf, freshness };
}

async function waitIfAsked(monitor: Monitor, { minWait }: Parameters): Promise<void> {
  if (minWait === undefined) return;
  if (!/^\d{1,15}$/.test(minWait)) throw invalid('minWait');
  if (!(await monitor.model.waitFor(Number(minWait), MIN_WAIT_MS))) throw new ProblemError('busy', { retryAfter: 1 });
}

const invalid = (name: string): ProblemError =>
  new ProblemError('invalid-input', { errors: [{ pointer: `/${name}`, rule: 'format', message: name }] });

function pageOf({ page = '1', size = String(PAGE_SIZE.usual) }: Parameters): { page: number; size: number } {
  if (!/^[1-9]\d{0,5}$/.test(page)) throw invalid('page');
  if (!/^[1-9]\d{0,3}$/.test(size)) throw invalid('size');
  return { page: Number(page), size: Math.min(Number(size), PAGE_SIZE.most) };
}

function integerOf(text: string | undefined, name: string): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,3}$/.test(text)) throw invalid(name);
  return Number(text);
}

const booleanOf = (text: string | undefined): boolean | undefined => (text === undefined ? undefined : text === 'true');

@QueryHandler(ReadOverview)
export class ReadOverviewHandler implements IQueryHandler<ReadOverview> {
  constructor(private readonly monitor: Monitor) {}
  execute({ caller, query }: ReadOverview): Promise<Answer> {
    return answer(this.monitor, caller, query, async () => ({ rows: [await this.monitor.board.overview(caller.viewer)] }));
  }
}

@QueryHandler(ReadTowns)
export class ReadTownsHandler implements IQueryHandler<ReadTowns> {
  constructor(private readonly monitor: Monitor) {}
  execute({ caller, query }: ReadTowns): Promise<Answer> {
    return answer(this.monitor, caller, query, async () => ({ rows: await this.monitor.board.towns(caller.viewer) }));
  }
}

@QueryHandler(ReadDepartments)
export class ReadDepartmentsHandler implements IQueryHandler<ReadDepartments> {
  constructor(private readonly monitor: Monitor) {}
  execute({ caller, query }: ReadDepartments): Promise<Answer> {
    return answer(this.monitor, caller, query, async () => ({ rows: await this.monitor.departments(caller.viewer) }));
  }
}

@QueryHandler(ReadAlerts)
export class ReadAlertsHandler implements IQueryHandler<ReadAlerts> {
  constructor(private readonly monitor: Monitor) {}
  execute({ caller, query }: ReadAlerts): Promise<Answer> {
    const filters = {
      state: query['state'] || undefined,
      level: integerOf(query['level'], 'level'),
      town: query['town'] || undefined,
      overdue: query['overdue'] === undefined ? undefined : query['overdue'] === 'true',
    };
    return answer(this.monitor, caller, query, () => this.monitor.alerts.list(caller, { ...filters, ...pageOf(query) }));
  }
}

@QueryHandler(ReadInbox)
export class ReadInboxHandler implements IQueryHandler<ReadInbox> {
  constructor(private readonly monitor: Monitor) {}
  execute({ caller, query, department }: ReadInbox): Promise<Answer> {
    const { inbox } = this.monitor;
    const filters = {
      state: query['state'] || undefined,
      urgent: booleanOf(query['urgent']),
      overdue: booleanOf(query['overdue']),
      ...pageOf(query),
    };
    return answer(this.monitor, caller, query, () =>
      department === undefined ? inbox.own(caller, filters) : inbox.department(caller, department, filters),
    );
  }
}

@QueryHandler(ReadMinors)
export class ReadMinorsHandler implements IQueryHandler<ReadMinors> {
  constructor(private readonly monitor: Monitor) {}
  execute({ caller, query }: ReadMinors): Promise<Answer> {
    const filters = {
      town: query['town'] || query['area'] || undefined,
      category: query['category'] || undefined,
      alertLevel: integerOf(query['alertLevel'], 'alertLevel'),
      unmatched: query['unmatched'] === 'true',
    };
    return answer(this.monitor, caller, query, () => this.monitor.minors.list(caller, { ...filters, ...pageOf(query) }));
  }
}

@QueryHandler(ReadMinor)
export class ReadMinorHandler implements IQueryHandler<ReadMinor> {
  constructor(private readonly monitor: Monitor) {}
  async execute({ caller, query, ref }: ReadMinor): Promise<object> {
    await waitIfAsked(this.monitor, query);
    return this.monitor.minors.one(caller, ref, {
      asOf: query['asOf'] || undefined,
      before: query['before'] || undefined,
      without: withoutOf(query['without'] || undefined),
    });
  }
}

/** Everything that somebody may enter in forms. */
export class ListForms extends Query<object> {
  constructor(readonly viewer: Viewer) {
    super();
  }
}
/** A child that somebody wants to enter something about. */
export class FindMinors extends Query<object> {
  constructor(
    readonly caller: Caller,
    readonly wanted: MinorWanted,
  ) {
    super();
  }
}

/** Pairs of files that may be one child's. */
export class ReadReviews extends Query<object> {
  constructor(
    readonly caller: Caller,
    readonly state?: string,
  ) {
    super();
  }
}

@QueryHandler(ReadReviews)
export class ReadReviewsHandler implements IQueryHandler<ReadReviews> {
  constructor(private readonly monitor: Monitor) {}
  execute({ caller, state }: ReadReviews): Promise<object> {
    return this.monitor.reviews.list(caller, state);
  }
}

@QueryHandler(ListForms)
export class ListFormsHandler implements IQueryHandler<ListForms> {
  constructor(private readonly monitor: Monitor) {}
  async execute({ viewer }: ListForms): Promise<object> {
    return this.monitor.records.forms(viewer);
  }
}

@QueryHandler(FindMinors)
export class FindMinorsHandler implements IQueryHandler<FindMinors> {
  constructor(private readonly monitor: Monitor) {}
  execute({ caller, wanted }: FindMinors): Promise<object> {
    return this.monitor.minors.find(caller, wanted);
  }
}

/** Every query handler of the monitor. */
export const queryHandlers = [
  ReadInboxHandler,
  ReadOverviewHandler,
  ReadTownsHandler,
  ReadDepartmentsHandler,
  ReadAlertsHandler,
  ReadMinorsHandler,
  ReadMinorHandler,
  ListFormsHandler,
  FindMinorsHandler,
  ReadReviewsHandler,
];
