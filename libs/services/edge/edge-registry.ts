import type { Viewer } from '@lianhu/access';
import { ProblemError } from '@lianhu/services/platform';
import type { Edge } from './edge';
import type { TableJobs } from './table-jobs/table-jobs';

/** The edges that this process serves: one in a department's own service, all in standalone. */
export class EdgeRegistry {
  private readonly edges: ReadonlyMap<string, Edge>;

  constructor(
    edges: readonly Edge[],
    /** While demonstration data load, outside pushes are turned away. */
    private readonly loading: () => boolean = () => false,
  ) {
    this.edges = new Map(edges.map((edge) => [edge.department, edge]));
  }

  /** The edge of a path's department, for a caller of that department. Throws ProblemError. */
  of(department: string, viewer: Viewer): Edge {
    if (viewer.department !== department) throw new ProblemError('type-not-yours');
    const edge = this.edges.get(department);
    if (!edge) throw new ProblemError('not-found');
    return edge;
  }

  /** The files of the caller's own department. Throws ProblemError. */
  filesOf(viewer: Viewer): TableJobs {
    const files = this.of(viewer.department ?? '', viewer).files;
    if (!files) throw new ProblemError('not-found');
    return files;
  }

  refuseWhileLoading(): void {
    if (this.loading()) throw new ProblemError('loading', { retryAfter: 10 });
  }
}
