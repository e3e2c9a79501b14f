import type { LogPort } from '@lianhu/services/platform';
import type { Acknowledged } from './acknowledged';
import { putJson, readJson } from './files';

/** Where that is kept in an edge's folder. */
export const ERASED_FILE = 'erased.json';

interface Known {
  /** Of the hub's list that was obeyed last; absent while one is being obeyed. */
  readonly mark?: string;
  readonly leaves: readonly string[];
}

/**
 * 删除: gives up the values of the department's own events whose child the hub has erased. The hub shows a mark whenever it is asked
 * for its log; another one than the last means a list to fetch, also when this edge was away or killed, or the hub was restored.
 */
export class ErasedEvents {
  constructor(
    private readonly path: string,
    private readonly department: string,
    private readonly log: LogPort,
    private readonly acknowledged: Acknowledged,
  ) {
    acknowledged.leaveOut(new Set(this.known().leaves));
  }

  /** Obeys the list that a mark stands for; when it returns nothing of these events is kept, nor will be. Throws HubAway. */
  async obey(mark: string | undefined): Promise<void> {
    if (mark === undefined || mark === this.known().mark) return;
    const leaves = await this.list();
    putJson(this.path, { leaves } satisfies Known);
    await this.acknowledged.drop(new Set(leaves));
    putJson(this.path, { mark, leaves } satisfies Known);
  }

  private known(): Known {
    return (readJson(this.path) as Known | undefined) ?? { leaves: [] };
  }

  private async list(): Promise<readonly string[]> {
    const all: string[] = [];
    for (let page: readonly string[]; ; all.push(...page)) {
      page = await this.log.erased(this.department, all.at(-1));
      if (page.length === 0) return all;
    }
  }
}
