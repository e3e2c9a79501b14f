import { LianhuClient, Quarantined, Refused, type ReceiptStore, type SentEvent as Sent, type Trust } from '@lianhu/client';
import { dirtLine, type DepartmentId, type Push } from '@lianhu/county';
import type { Sink } from './blocks';

/** Pushes that wait before they are sent. Reason: bounded memory; the client itself has 256 on their way. */
const MOST_WAITING = 2_048;
/** Differences between truth and answers that are named. */
const MOST_NAMED = 10;

/** Receipts are proven and then forgotten: a county may have millions. */
const FORGETFUL: ReceiptStore = { get: async () => undefined, put: async () => undefined };

/** What the API sink needs of a running Lianhu. */
export interface Running {
  readonly url: string;
  readonly trust: Trust;
  readonly token: (department: DepartmentId) => Promise<string>;
}

type Outcome = 'accepted' | 'refused' | 'quarantined' | 'failed';

/**
 * Pushes to the running edges as nine departments, in order within each, waits for every receipt and proves it; more is taken
 * only then. Each answer is compared with what the truth says of the push.
 */
export function apiSink({ url, trust, token }: Running): Sink & { readonly differs: () => number } {
  const clients = new Map<DepartmentId, LianhuClient>();
  const waiting = new Map<DepartmentId, Push[]>();
  const counts: Record<Outcome, number> = { accepted: 0, refused: 0, quarantined: 0, failed: 0 };
  const different: string[] = [];
  let size = 0;
  let differs = 0;

  const clientOf = (department: DepartmentId): LianhuClient => {
    const known = clients.get(department);
    if (known) return known;
    let kept: Promise<string> | undefined;
    const tokenOf = (anew: boolean): Promise<string> => (anew || !kept ? (kept = token(department)) : kept);
    const made = new LianhuClient({ url, department, trust, token: tokenOf, receipts: FORGETFUL });
    clients.set(department, made);
    return made;
  };
  const judge = (push: Push, outcome: Outcome): void => {
    counts[outcome]++;
    const expected = dirtLine(push)?.expected.outcome ?? 'accepted';
    if (outcome === (expected === 'same-receipt' ? 'accepted' : expected)) return;
    differs++;
    if (different.length < MOST_NAMED) different.push(`${push.event.type} ${push.event.id}: ${outcome}, but ${expected} was expected`);
  };
  const send = async ([department, pushes]: readonly [DepartmentId, readonly Push[]]): Promise<void> => {
    let n = 0;
    for await (const result of clientOf(department).stream(pushes.map(({ event }) => event as unknown as Sent))) {
      const push = pushes[n++];
      if (push) judge(push, 'receipt' in result ? 'accepted' : outcomeOf(result.error));
    }
  };
  const rest = async (): Promise<void> => {
    const batches = [...waiting];
    waiting.clear();
    size = 0;
    await Promise.all(batches.map(send));
  };
  return {
    push: (push) => {
      const list = waiting.get(push.department);
      if (list) list.push(push);
      else waiting.set(push.department, [push]);
      return ++size >= MOST_WAITING ? rest() : undefined;
    },
    truth: () => undefined,
    rest,
    end: async () => {
      await rest();
      const { accepted, refused, quarantined, failed } = counts;
      const total = `${accepted} receipts proven, ${refused} refused, ${quarantined} quarantined, ${failed} without an answer`;
      return [total, differs === 0 ? 'every push came to what the truth says' : `${differs} came to something else:`, ...different].join('\n');
    },
    differs: () => differs,
  };
}

function outcomeOf(error: Error): Outcome {
  if (error instanceof Quarantined) return 'quarantined';
  return error instanceof Refused ? 'refused' : 'failed';
}
