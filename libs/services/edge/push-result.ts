import type { FieldFault, Receipt } from '@lianhu/kernel';
import type { Problem } from '@lianhu/services/platform';

/** What a push of one event came to. */
export type PushResult =
  | { readonly status: 200 | 201; readonly receipt: Receipt; readonly notes?: readonly FieldFault[] }
  | { readonly status: 202; readonly state: 'stored'; readonly notes?: readonly FieldFault[] }
  | {
      readonly status: 202;
      readonly state: 'quarantined';
      readonly reason: string;
      readonly quarantineId: string;
      readonly errors: readonly FieldFault[];
    }
  | { readonly status: number; readonly problem: Problem };
