import { tablesOf, type Viewer } from '@lianhu/access';
import { ProblemError } from '@lianhu/services/platform';
import type { Desk } from './desk';
import type { Edge } from './edge';
import type { TableJobs } from './table-jobs/table-jobs';

/** One department's edge with its desk and its files. */
export interface ServedEdge {
  readonly edge: Edge;
  readonly desk: Desk;
  readonly files: TableJobs;
}

/** The edges that this process serves: one in a department's own service, all in standalone. */
export class EdgeRegistry {
  private readonly edges: ReadonlyMap<string, ServedEdge>;

  constructor(
    edges: readonly ServedEdge[],
    /** While demonstration data load, outside pushes are turned away. */
    private readonly loading: () => boolean = () => false,
    /** Tables of the office, where its desk runs in this process. */
    private readonly office?: TableJobs,
  ) {
    this.edges = new Map(edges.map((served) => [served.edge.department, served]));
  }

  /** The edge of a path's department, for a caller of that department. Throws ProblemError. */
  of(department: string, viewer: Viewer): Edge {
    return this.servedTo(department, viewer).edge;
  }

  /** The data officer's desk of a path's department. Throws ProblemError. */
  deskOf(department: string, viewer: Viewer): Desk {
    return this.servedTo(department, viewer).desk;
  }

  private servedTo(department: string, viewer: Viewer): ServedEdge {
    if (viewer.department !== department) throw new ProblemError('type-not-yours');
    const served = this.edges.get(department);
    if (!served) throw new ProblemError('not-found');
    return served;
  }

  /** The files of the caller's own department, or of the office; `department` is that of the path, if it names one. Throws ProblemError. */
  filesOf(viewer: Viewer, department = tablesOf(viewer)): TableJobs {
    if (department !== tablesOf(viewer)) throw new ProblemError('type-not-yours');
    const files = viewer.department === undefined ? this.office : this.servedTo(viewer.department, viewer).files;
    if (!files) throw new ProblemError('not-found');
    return files;
  }

  refuseWhileLoading(): void {
    if (this.loading()) throw new ProblemError('loading', { retryAfter: 10 });
  }
}
