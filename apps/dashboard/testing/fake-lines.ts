import { at } from './fake-county';

/** Every how many positions a line is the asking department's, and the log's newest position. */
const EVERY = 400;
const HEAD = 20_113;

/** The asking department's lines of a page of the log, as the author gets them. */
export function fakeLines(query: URLSearchParams): object {
  const after = Number(query.get('after') ?? 0);
  const upTo = Math.min(HEAD, after + Number(query.get('limit') ?? 200));
  const department = query.get('department') ?? '';
  const positions = Array.from({ length: upTo - after }, (_, i) => after + i + 1).filter((position) => position % EVERY === 0);
  const lines = positions.map((position) => ({
    boundHash: 'kB0v1n8m2Jx5c7Qz4Rt6Yw3Lp9Ks0Hd1Gf2Ae5Ui8Oo=',
    claim: {
      ...{ department, type: 'police.dv-call.received', id: `JQ-${position}`, time: at((position - HEAD) / EVERY) },
      source: `urn:lianhu:source:${department}:default`,
    },
    stamp: { position, recordedAt: at((position - HEAD) / EVERY) },
  }));
  return { lines, scannedTo: upTo, head: HEAD };
}
