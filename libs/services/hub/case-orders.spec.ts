import type { Position } from '@lianhu/kernel';
import type { CaseSeal, KeptSeal } from '@lianhu/vault';
import { CaseOrders, type CaseOrderParts } from './case-orders';

/** Orders as a log has them: position, case, kind. */
type Orders = readonly (readonly [Position, string, 'seal' | 'unseal' | 'extend'])[];

/** A hub with a vault of its own on a log, and what it finds in the ledger. */
function hub(orders: Orders, ledger: KeptSeal[], { restoredAt, epoch = '' }: { readonly restoredAt?: Position; readonly epoch?: string } = {}) {
  const kept: CaseSeal[] = [];
  const lines = orders.map(([position, subject]) => ({
    position,
    leafHash: `leaf-${position}${epoch}`,
    claim: JSON.stringify({ type: 'hub.case-order.issued', data: {} }),
    stamp: JSON.stringify({ position }),
    bound: JSON.stringify({ subject }),
  }));
  const head = Math.max(0, ...orders.map(([position]) => position), restoredAt ?? 0);
  const newestOf = (token: string): CaseSeal | undefined =>
    kept.filter((one) => one.token === token).sort((a, b) => b.position - a.position || Number(b.sealed) - Number(a.sealed))[0];
  const parts = {
    log: {
      read: async (after: Position) => ({ lines: lines.filter(({ position }) => position > after), scannedTo: head, head }),
      head: async () => ({ position: head, ...(restoredAt !== undefined && { restoredFrom: { epoch: 'before', position: restoredAt } }) }),
      beside: async (positions: readonly Position[]) => new Map(positions.map((position) => [position, {}])),
    },
    vault: {
      values: {
        open: async (rows: readonly { readonly position: Position }[]) =>
          rows.map(({ position }) => ({ values: { '/data/kind': orders.find(([at]) => at === position)?.[2] } })),
      },
      seals: {
        newest: async () => Math.max(0, ...kept.map(({ position }) => position)),
        all: async () => [...new Set(kept.map(({ token }) => token))].filter((token) => newestOf(token)?.sealed).sort(),
        add: async (seals: readonly CaseSeal[]) =>
          void kept.push(
            ...seals.filter(
              (one) => !kept.some(({ position, token, sealed }) => position === one.position && token === one.token && sealed === one.sealed),
            ),
          ),
      },
    },
    seals: {
      all: () => ledger,
      add: (seals: readonly KeptSeal[]) => void ledger.push(...seals.filter(({ leaf }) => !ledger.some((one) => one.leaf === leaf))),
    },
  };
  return { orders: new CaseOrders(parts as unknown as CaseOrderParts), sealed: parts.vault.seals.all };
}

/** What is sealed when a hub has started on a log. */
async function sealedAfter(orders: Orders, ledger: KeptSeal[], restored: Parameters<typeof hub>[2] = {}): Promise<readonly string[]> {
  const one = hub(orders, ledger, restored);
  await one.orders.start();
  await one.orders.start();
  return one.sealed();
}

test('orders go into the ledger as they come; what is no order to seal or open does not', async () => {
  const ledger: KeptSeal[] = [];
  expect(
    await sealedAfter(
      [
        [3, 'case-a', 'seal'],
        [5, 'case-b', 'seal'],
        [6, 'case-a', 'unseal'],
        [8, 'case-b', 'extend'],
      ],
      ledger,
    ),
  ).toEqual(['case-b']);
  expect(ledger.map(({ position, token, sealed }) => [position, token, sealed])).toEqual([
    [3, 'case-a', true],
    [5, 'case-b', true],
    [6, 'case-a', false],
  ]);
});

test('a ledger that is lost is made again from the log', async () => {
  const ledger: KeptSeal[] = [];
  const one = hub(
    [
      [3, 'case-a', 'seal'],
      [5, 'case-b', 'seal'],
    ],
    ledger,
  );
  await one.orders.start();
  ledger.length = 0;
  await one.orders.catchUp();
  expect(ledger.map(({ token }) => token)).toEqual(['case-a', 'case-b']);
});
describe('a log that was restored from before an order', () => {
  const before: Orders = [[3, 'case-a', 'seal']];
  const whole: Orders = [...before, [12, 'case-b', 'seal'], [14, 'case-c', 'seal'], [16, 'case-c', 'unseal'], [18, 'case-a', 'unseal']];
  const ledgerOf = async (orders: Orders): Promise<KeptSeal[]> => {
    const ledger: KeptSeal[] = [];
    await sealedAfter(orders, ledger);
    return ledger;
  };

  test('keeps sealed what was sealed last, and what it knows as sealed although that was undone', async () => {
    expect(await sealedAfter(before, await ledgerOf(whole), { restoredAt: 10 })).toEqual(['case-a', 'case-b']);
  });

  test('an order of the restored log holds over what was lost, in this hub and at its next start', async () => {
    const ledger = await ledgerOf(whole);
    const after: Orders = [...before, [11, 'case-b', 'unseal']];
    expect(await sealedAfter(after, ledger, { restoredAt: 10 })).toEqual(['case-a']);
    expect(await sealedAfter(after, ledger, { restoredAt: 10 })).toEqual(['case-a']);
  });

  test('a lost position that holds another line now is lost', async () => {
    const ledger = await ledgerOf(whole);
    expect(await sealedAfter([...before, [12, 'case-z', 'seal']], ledger, { restoredAt: 10, epoch: ' again' })).toEqual([
      'case-a',
      'case-b',
      'case-z',
    ]);
  });

  test('a case that the last line of the backup has opened, and a lost order sealed again, stays sealed', async () => {
    const opened: Orders = [...before, [10, 'case-a', 'unseal']];
    const ledger = await ledgerOf([...opened, [12, 'case-a', 'seal']]);
    expect(await sealedAfter(opened, ledger, { restoredAt: 10 })).toEqual(['case-a']);
  });

  test('without a restore nothing of the ledger is carried: another hub may have taken the order back', async () => {
    expect(await sealedAfter(before, await ledgerOf(whole))).toEqual(['case-a']);
  });
});
