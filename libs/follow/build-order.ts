import type { CompiledView } from './compiled-view';
import type { Held } from './leases';
import type { Rebuild } from './registry';

/** A view to be built by the holder of its lease. */
export interface BuildOrder {
  readonly view: CompiledView;
  readonly held: Held;
  /** The wish that it carries out: keys that did not change after its position are copied. A first build has none, and folds everything. */
  readonly rebuild?: Rebuild;
}
