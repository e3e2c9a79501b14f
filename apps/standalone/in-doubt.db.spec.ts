import { logger } from '@lianhu/services/platform';
import { makeCitizenId } from '@lianhu/standards';
import { cuttingWire, dice, type CuttingWire, type Decide } from '@lianhu/testing/wire';
import { openHttpStack, type HttpStack } from './testing/http-stack';
import { call } from './testing/running';

logger.level = 'silent';
/** Connections between edge and hub that are broken; LIANHU_IN_DOUBT_CUTS makes it more. */
const CUTS = Math.ceil(Number(process.env['LIANHU_IN_DOUBT_CUTS'] ?? 200) / 4);
const SEED = Number(process.env['LIANHU_IN_DOUBT_SEED'] ?? Date.now() % 1_000_000);
const PATH = '/api/departments/police/events';

let stack: HttpStack;
let wire: CuttingWire;
/** Breaks the next submission: after a share of its request, or of its answer. */
let planned: { readonly of: 'request' | 'answer'; readonly share: number } | undefined;

const onConnect = (): Decide => {
  let armed: typeof planned;
  return (direction, piece) => {
    if (direction === 'request' && planned && piece.includes('POST /api/hub/batches')) [armed, planned] = [planned, undefined];
    if (armed?.of !== direction) return undefined;
    const passes = Math.floor(piece.length * armed.share);
    armed = undefined;
    return passes;
  };
};

beforeAll(async () => {
  stack = await openHttpStack({
    departments: ['police'],
    wire: async (hubUrl) => {
      wire = await cuttingWire(hubUrl, onConnect);
      return wire.through(hubUrl);
    },
  });
});
afterAll(async () => {
  await stack.close();
  await wire.close();
});

const eventOf = (n: number) => {
  const docNo = makeCitizenId('990101', '2015-06-01', (n % 900) + 1);
  const minor = { docType: '01', docNo, name: '测试甲', sex: Number(docNo[16]) % 2 === 1 ? '1' : '2', birthDate: '2015-06-01' };
  return {
    type: 'police.dv-call.received',
    id: `d-${n}`,
    time: '2026-10-12T09:30:00+08:00',
    data: { alarmNo: `J-${n}`, minorRole: 'witness', minor },
  };
};
const bare = (body: Record<string, unknown>): object => {
  const { checkpoint: _checkpoint, proof: _proof, ...receipt } = body;
  return receipt;
};

test(
  `${CUTS} broken connections between edge and hub, seed ${SEED}: all that was answered for stands once, with one receipt`,
  async () => {
    const random = dice(SEED);
    const token = await stack.token('sender', 'police');
    const push = (n: number) => call<Record<string, unknown>>(stack.edgeUrl, PATH, { token, body: eventOf(n) });
    const outbox = stack.edges.get('police')?.outbox;
    const receipts = new Map<number, object>();
    const statuses = new Set<number>();
    let n = 0;
    for (; wire.cuts() < CUTS; n++) {
      if (n % 3 > 0) planned = { of: random() < 0.5 ? 'request' : 'answer', share: random() };
      const { status, body } = await push(n);
      statuses.add(status);
      if (status === 201) receipts.set(n, bare(body));
      else expect([status, body]).toEqual([202, { state: 'stored' }]);
      planned = undefined;
      if (n % 10 === 0) await outbox?.forward();
    }
    expect([...statuses].sort()).toEqual([201, 202]);
    while (outbox && outbox.size > 0) await outbox.forward();
    const { lines } = await stack.hub.log.read(0, 10_000, { types: ['police.dv-call.received'] });
    const ids = lines.map((line) => (JSON.parse(line.claim) as { id: string }).id);
    expect(ids.sort()).toEqual(Array.from({ length: n }, (_, i) => `d-${i}`).sort());
    for (let i = 0; i < n; i++) {
      const { status, body } = await push(i);
      expect(status).toBe(200);
      if (receipts.has(i)) expect(bare(body)).toEqual(receipts.get(i));
    }
  },
  60_000 + CUTS * 1_000,
);
