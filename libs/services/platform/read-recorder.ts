import type { AccessLog, RouteId } from '@lianhu/access';
import type { Caller } from './caller';
import { ProblemError } from './problems';

/** What a reading showed. */
export interface Shown {
  /** `child-…` */
  readonly children?: readonly string[];
  /** `case-…` */
  readonly cases?: readonly string[];
  /** Whose account was changed. */
  readonly account?: string;
  readonly page?: number;
}

/** Records who reads whom and why, before the bytes leave; what cannot be recorded is not shown (503). */
export class ReadRecorder {
  constructor(private readonly log: Pick<AccessLog, 'record'>) {}

  async record({ viewer, purpose }: Caller, route: RouteId, shown: Shown): Promise<void> {
    try {
      await this.log.record([
        {
          by: viewer.name,
          role: viewer.role,
          department: viewer.department,
          town: viewer.town,
          purpose,
          route,
          children: shown.children ?? [],
          cases: shown.cases ?? [],
          account: shown.account,
          page: shown.page,
        },
      ]);
    } catch {
      throw new ProblemError('access-log-unavailable');
    }
  }
}
