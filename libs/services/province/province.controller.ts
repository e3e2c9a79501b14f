import { Controller, Get, Param, Query } from '@nestjs/common';
import { UnknownColumn, UnknownView, ViewNotReady, type Condition } from '@lianhu/follow';
import { Access, FromCaller, ProblemError, ReadRecorder, type Caller } from '@lianhu/services/platform';
import { Province } from './province';

/** Words of a query that are no columns. */
const WORDS = new Set(['page', 'size', 'sort', 'hub']);

/** Views of several hubs with a column for the hub, for oversight: what the topics hold, and no name, which no topic holds. */
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

  /** Rows of one view over all hubs of the caller's area. */
  @Get('views/:view')
  @Access('province.rows')
  async rows(@FromCaller() caller: Caller, @Param('view') view: string, @Query() query: Record<string, string>): Promise<object> {
    const hub = this.hubs(caller, query['hub']);
    const filters = { ...this.filters(view, query), hub };
    const page = { page: numberOf(query['page']), size: numberOf(query['size']), sort: query['sort'] };
    const { rows, total } = hub.length === 0 ? { rows: [], total: 0 } : await answered(() => this.province.list(view, { filters, ...page }));
    const keys = rows.map(({ key }) => key);
    const of = (kind: string): string[] => keys.filter((key) => key.startsWith(`${kind}-`));
    await this.recorder.record(caller, 'province.rows', { children: of('child'), cases: of('case'), page: page.page });
    return { rows, total, asOf: this.positions(hub) };
  }

  /** Counts by hub and key: no child stands in them. */
  @Get('sums/:sum')
  @Access('province.sums')
  async sums(@FromCaller() caller: Caller, @Param('sum') sum: string): Promise<object> {
    const mine = this.hubs(caller, undefined);
    const counts = await answered(() => this.province.reader.sumsOf(sum));
    const rows = mine.flatMap((hub) => [...(counts.get(hub) ?? [])].map(([key, counted]) => ({ hub, key, counts: counted })));
    return { rows, total: rows.length, asOf: this.positions(mine) };
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

  private positions(hubs: readonly string[]): object {
    return Object.fromEntries(
      this.province
        .status()
        .filter(({ hub }) => hubs.includes(hub))
        .map(({ hub, folded }) => [hub, folded]),
    );
  }
}

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
