/** One event of a step; everything else about it is the driver's. */
export interface Item {
  readonly id: string;
  /** Another content is another event. */
  readonly content?: 'a' | 'b';
  /** The second source system of the same department. */
  readonly source?: 'second';
  /** The child that it is about: its stream. */
  readonly child?: 'x' | 'y';
  /** The sender's running number. */
  readonly seq?: number;
  readonly fault?: 'schema' | 'foreign-type' | 'too-large';
}

/** What a caller hears, in the words of the API, whatever he called. */
export interface Answer {
  readonly status: number;
  readonly code?: string;
  /** Of an independent array. */
  readonly items?: readonly { readonly status: number; readonly code?: string }[];
  /** Receipts without checkpoint and proof, in the order of the request; none on a refusal. */
  readonly receipts: readonly object[];
  readonly positions: readonly number[];
  /** Everything that was said, to look for what must not be. */
  readonly text: string;
}

/** One call and what it must come to. `wrote` are the events of the department that stand more than before. */
export interface Step {
  readonly push: readonly Item[];
  readonly as?: 'one' | 'atomic' | 'independent';
  /** Version that child x's stream must have. In-process callers only. */
  readonly expected?: number;
  readonly status: number;
  readonly code?: string;
  readonly items?: readonly string[];
  readonly wrote: number;
  /** The receipts must be those of that earlier step. */
  readonly receiptsOf?: number;
  /** Positions rise by one from item to item. */
  readonly contiguous?: true;
}

/** A way to append: the log itself, a department's edge over HTTP, or the hub's own route. */
export type Way = 'log' | 'edge' | 'hub';

/** One row of the contract, with the steps that prove it on each way that it concerns, or the test that does elsewhere. */
export interface Row {
  readonly row: number;
  readonly says: string;
  readonly on: Partial<Readonly<Record<Way, readonly Step[]>>>;
  readonly elsewhere?: { readonly file: string; readonly test: string };
}

const one = (item: Item, status: number, wrote: number, more: Partial<Step> = {}): Step => ({ push: [item], as: 'one', status, wrote, ...more });
const all = (push: readonly Item[], status: number, wrote: number, more: Partial<Step> = {}): Step => ({
  push,
  as: 'atomic',
  status,
  wrote,
  ...more,
});
const everywhere = (...steps: readonly Step[]): Row['on'] => ({ log: steps, edge: steps, hub: steps });
const [a, b, c]: Item[] = [{ id: 'a' }, { id: 'b' }, { id: 'c' }] as const;
const CONFLICT = { code: 'idempotency-conflict' } as const;
const PARTIAL = { code: 'partial-duplicate' } as const;
const VERSION = { code: 'version-conflict' } as const;

/**
 * The append contract, row by row. Key = source + id, for ever; it is looked at before everything but the caller's rights.
 * Statuses are those of the API: a version conflict is 409, a conflict says neither position nor content of what stands.
 */
export const APPEND_CONTRACT: readonly Row[] = [
  { row: 1, says: 'new: 201 and a receipt', on: everywhere(one(a as Item, 201, 1)) },
  {
    row: 2,
    says: 'seen, same content, whatever is expected: 200 and the first receipt, nothing written',
    on: {
      ...everywhere(one({ id: 'a', child: 'x' }, 201, 1), one(b as Item, 201, 1), one({ id: 'a', child: 'x' }, 200, 0, { receiptsOf: 0 })),
      log: [one({ id: 'a', child: 'x' }, 201, 1), one({ id: 'a', child: 'x' }, 200, 0, { receiptsOf: 0, expected: 99 })],
    },
  },
  {
    row: 3,
    says: 'seen, other content: 409; counted by department, and one line of the log that names no id',
    on: everywhere(one(a as Item, 201, 1), one({ id: 'a', content: 'b' }, 409, 0, CONFLICT)),
    elsewhere: { file: 'libs/services/hub/hub.db.spec.ts', test: 'is refused, counted by department and logged without the id' },
  },
  {
    row: 4,
    says: 'seen about another child: other content, 409',
    on: everywhere(one({ id: 'a', child: 'x' }, 201, 1), one({ id: 'a', child: 'y' }, 409, 0, CONFLICT)),
  },
  { row: 5, says: 'the same id of another source: independent', on: everywhere(one(a as Item, 201, 1), one({ id: 'a', source: 'second' }, 201, 1)) },
  {
    row: 6,
    says: 'new, another version than expected: 409 version-conflict',
    on: { log: [one({ id: 'a', child: 'x' }, 201, 1, { expected: 0 }), one({ id: 'b', child: 'x' }, 409, 0, { ...VERSION, expected: 2 })] },
  },
  {
    row: 7,
    says: 'new, a stream expected empty that is not, or not empty that is: 409',
    on: {
      log: [
        one({ id: 'a', child: 'x' }, 409, 0, { ...VERSION, expected: 1 }),
        one({ id: 'a', child: 'x' }, 201, 1, { expected: 0 }),
        one({ id: 'b', child: 'x' }, 409, 0, { ...VERSION, expected: 0 }),
      ],
    },
  },
  { row: 8, says: 'conditions on events matched: not offered yet; streams by version only', on: {} },
  {
    row: 9,
    says: 'atomic, all new: 201, positions in the order of the request, one after another',
    on: everywhere(
      all(
        ['c', 'a', 'b'].map((id) => ({ id, child: 'x' })),
        201,
        3,
        { contiguous: true },
      ),
    ),
  },
  {
    row: 10,
    says: 'atomic, all seen: 200 and the first receipts',
    on: everywhere(all([a, b] as Item[], 201, 2), all([a, b] as Item[], 200, 0, { receiptsOf: 0 })),
  },
  {
    row: 11,
    says: 'atomic, some seen: 409 partial-duplicate, nothing written; one seen with other content is a conflict first',
    on: everywhere(
      one(a as Item, 201, 1),
      all([b, a] as Item[], 409, 0, PARTIAL),
      all([b as Item, { id: 'a', content: 'b' }], 409, 0, CONFLICT),
      one(b as Item, 201, 1),
    ),
  },
  {
    row: 12,
    says: 'independent: each for itself',
    on: {
      ...everywhere(one(a as Item, 201, 1), one(b as Item, 201, 1), {
        push: [c as Item, a as Item, { id: 'b', content: 'b' }],
        as: 'independent',
        status: 200,
        wrote: 1,
        items: ['201', '200', '409 idempotency-conflict'],
      }),
      edge: [
        one(a as Item, 201, 1),
        one(b as Item, 201, 1),
        {
          push: [c as Item, a as Item, { id: 'b', content: 'b' }, { id: 'd', fault: 'schema' }],
          as: 'independent',
          status: 200,
          wrote: 1,
          items: ['201', '200', '409 idempotency-conflict', '422 invalid-event'],
        },
      ],
    },
  },
  {
    row: 13,
    says: 'the same id twice in one request: 422 at the edge; the hub, whose edges may repeat, answers a replay or 409',
    on: {
      log: [all([a, a] as Item[], 409, 0, CONFLICT)],
      edge: [
        all([a, a] as Item[], 422, 0, { code: 'duplicate-in-request' }),
        { push: [a, a] as Item[], as: 'independent', status: 422, code: 'duplicate-in-request', wrote: 0 },
        one(a as Item, 201, 1),
      ],
      hub: [
        {
          push: [a as Item, a as Item, { id: 'a', content: 'b' }],
          as: 'independent',
          status: 200,
          wrote: 1,
          items: ['201', '200', '409 idempotency-conflict'],
        },
      ],
    },
  },
  { row: 14, says: 'an empty array: 200, nothing written', on: everywhere(all([], 200, 0)) },
  {
    row: 15,
    says: 'new, but invalid, not allowed or too large: 422, 403, 413; the id is not consumed',
    on: {
      edge: [
        one({ id: 'a', fault: 'schema' }, 422, 0, { code: 'invalid-event' }),
        one({ id: 'a', fault: 'foreign-type' }, 403, 0, { code: 'type-not-yours' }),
        one({ id: 'a', fault: 'too-large' }, 413, 0, { code: 'too-large' }),
        all([b as Item, { id: 'a', fault: 'schema' }], 422, 0, { code: 'invalid-event' }),
        all([a, b] as Item[], 201, 2),
      ],
    },
  },
  {
    row: 16,
    says: 'outcome unknown: the same again is row 1 or row 2',
    on: {},
    elsewhere: { file: 'libs/log-postgres/in-doubt.db.spec.ts', test: 'none lost, none doubled, and the receipt of a repetition is the first one' },
  },
  {
    row: 17,
    says: 'a running number above the next is taken and alarmed; one that another event bears is a conflict, its own event again a replay',
    on: {
      edge: [
        one({ id: 'a', seq: 1 }, 201, 1),
        one({ id: 'b', seq: 3 }, 201, 1),
        one({ id: 'c', seq: 3 }, 409, 0, CONFLICT),
        one({ id: 'b', seq: 3 }, 200, 0, { receiptsOf: 1 }),
        one({ id: 'b', seq: 4 }, 409, 0, CONFLICT),
        one({ id: 'c', seq: 2 }, 201, 1),
        all(
          [
            { id: 'd', seq: 4 },
            { id: 'e', seq: 4 },
          ],
          409,
          0,
          CONFLICT,
        ),
        all(
          [
            { id: 'd', seq: 4 },
            { id: 'e', seq: 5 },
          ],
          201,
          2,
        ),
      ],
    },
  },
  {
    row: 18,
    says: 'the child’s key is destroyed: the same again is still 200 and the first receipt, other content still 409',
    on: {},
    elsewhere: { file: 'apps/standalone/append-contract.db.spec.ts', test: 'row 18' },
  },
];
