import type { EdgeCounters } from '@lianhu/services/platform';

/** Where edges' counters are kept; they never enter the log. */
export interface CounterStore {
  set(department: string, counters: EdgeCounters): Promise<void>;
}
