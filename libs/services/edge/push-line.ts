import type { Viewer } from '@lianhu/access';
import { parseJson, ProblemError, problemOf, type Language } from '@lianhu/services/platform';
import type { Edge, PushResult } from './edge';
import type { RawLine } from './ndjson';

/** Who pushes, and in which language it wants to know what is wrong. */
export interface Pusher {
  readonly viewer: Viewer;
  readonly language: Language;
}

/** Pushes one line of a stream or a file; whatever is wrong with it is its result. */
export async function pushLine(edge: Edge, { viewer, language }: Pusher, { bytes, tooLong }: RawLine): Promise<PushResult> {
  try {
    if (tooLong || !bytes) throw new ProblemError('too-large');
    const parsed = parseJson(bytes, language);
    if (parsed instanceof ProblemError) throw parsed;
    return await edge.push(parsed.value, viewer, language);
  } catch (error) {
    const problem = error instanceof ProblemError ? problemOf(error.code, error.extra, language) : problemOf('internal', {}, language);
    return { status: problem.status, problem };
  }
}
