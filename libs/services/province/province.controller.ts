import { Controller, Get, Param, Query } from '@nestjs/common';
import { UnknownColumn, UnknownView, ViewNotReady, type Condition } from '@lianhu/follow';
import { Access, FromCaller, ProblemError, ReadRecorder, shownIn, type Caller } from '@lianhu/services/platform';
import { Province } from './province';

/** Words of a query that are no columns. */
const WORDS = new Set(['page', 'size', 'sort', 'hub']);
/** What who may see no hub, or asks for none of his own, is answered. */
const NOTHING = { rows: [], total: 0, hubs: [] } as const;
const NO_COUNTS: Awaited<ReturnType<Province['reader']['sumsOf']>> = new Map();

/** Views of several hubs with a column for the hub, for oversight: what the topics hold but no case, and no name, which no topic holds. */
@Controller('api/province')
export class ProvinceController {
  constructor(
    private readonly province: Province,
    private readonly recorder: ReadRecorder,
  ) {}

  @Get('views')
  @Access('province.views')
  views(@FromCaller() { viewer }: Caller): object {
    const mine = new Set(this.province.hubsIn(viewer.area));
    return { views: this.province.views(), sums: this.province.sums(), hubs: this.province.status().filter(({ hub }) => mine.has(hub)) };
  }

  /** Rows of one view over all hubs of the caller's area; a hub that cannot be read is named as missing. */
  @Get('views/:view')
  @Access('province.rows')
  async rows(@FromCaller() caller: Caller, @Param('view') view: string, @Query() query: Record<string, string>): Promise<object> {
    const asked = this.hubs(caller, query['hub']);
    const positions = this.positions();
    const page = { page: numberOf(query['page']), size: numberOf(query['size']), sort: query['sort'] };
    const wanted = { filters: this.filters(view, query), ...page };
    const { rows, total, hubs } = asked.length === 0 ? NOTHING : await answered(() => this.province.list(view, wanted, asked));
    await this.recorder.record(caller, 'province.rows', { ...shownIn(rows.map((row) => JSON.stringify(row))), page: page.page });
    return { rows, total, ...covered(asked, hubs, positions) };
  }

  /** Counts by hub and key: no child stands in them. */
  @Get('sums/:sum')
  @Access('province.sums')
  async sums(@FromCaller() caller: Caller, @Param('sum') sum: string): Promise<object> {
    const asked = this.hubs(caller, undefined);
    const positions = this.positions();
    const counts = asked.length === 0 ? NO_COUNTS : await answered(() => this.province.reader.sumsOf(sum, asked));
    const rows = [...counts].flatMap(([hub, keys]) => [...keys].map(([key, counted]) => ({ hub, key, counts: counted })));
    return { rows, total: rows.length, ...covered(asked, [...counts.keys()], positions) };
  }

  /** The caller's own hubs, narrowed to those asked for. */
  private hubs({ viewer }: Caller, asked: string | undefined): readonly string[] {
    const wanted = asked?.split(',');
    return this.province.hubsIn(viewer.area).filter((hub) => wanted === undefined || wanted.includes(hub));
  }

  private filters(view: string, query: Record<string, string>): Record<string, Condition> {
    const columns = this.province.views().find((one) => one.view === view)?.columns ?? {};
    const own = Object.entries(query).filter(([name]) => !WORDS.has(name));
    return Object.fromEntries(
      own.map(([name, text]) => {
        const kind = columns[name];
        if (kind === 'boolean') return [name, text === 'true'];
        return [name, kind === 'integer' ? numberOf(text) : text];
      }),
    );
  }

  /** How far each hub is folded. Asked before rows are read, these then hold at least that. */
  private positions(): ReadonlyMap<string, number> {
    return new Map(this.province.status().map(({ hub, folded }) => [hub, folded]));
  }
}

/** Which of the hubs asked for an answer covers, each up to where, and which it lacks. */
const covered = (asked: readonly string[], hubs: readonly string[], positions: ReadonlyMap<string, number>): object => ({
  asOf: Object.fromEntries(hubs.map((hub) => [hub, positions.get(hub)])),
  missing: asked.filter((hub) => !hubs.includes(hub)),
});

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^-?\d{1,15}$/.test(text)) throw new ProblemError('malformed-request');
  return Number(text);
}

/** What a caller gets for a name that is no view, sum or column. */
async function answered<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnknownView) throw new ProblemError('not-found');
    if (error instanceof UnknownColumn) throw new ProblemError('malformed-request');
    if (error instanceof ViewNotReady) throw new ProblemError('busy', { retryAfter: 5 });
    throw error;
  }
}
