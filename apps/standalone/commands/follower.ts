import { Command } from 'commander';
import { callHub } from '../hub-url';
import { issueToken } from './token';

/** A follower as the API lists it. */
export interface ListedFollower {
  readonly follower: string;
  readonly kind: 'view' | 'reactor';
  readonly version: number;
  readonly state: string;
  readonly position: number;
  readonly lagEvents: number;
  readonly lagSeconds: number;
  readonly parked: number;
  readonly rebuilding: boolean;
  readonly error?: string;
  readonly lastRebuild?: {
    readonly fromVersion: number;
    readonly toVersion: number;
    readonly position: number;
    readonly comparedAt: string;
    readonly rows: { readonly old: number; readonly new: number };
    readonly same: number;
    readonly differing: number;
    readonly onlyOld: number;
    readonly onlyNew: number;
    readonly failed?: string;
  };
}

/** Calls the running Lianhu as its administrator. */
export async function asAdmin<T>(method: string, path: string, body?: unknown): Promise<T> {
  return (await callHub(method, path, await issueToken({ role: 'admin', ttlSeconds: 300 }), body)) as T;
}
/** Gives a follower an order; prints where the log has recorded it. */
export async function orderFollower(follower: string, order: string, body: object): Promise<void> {
  const path = `/api/followers/${encodeURIComponent(follower)}/orders/${order}`;
  const { position } = await asAdmin<{ position: number }>('POST', path, body);
  console.log(`${order} ${follower}: recorded up to position ${position}`);
}

async function list(): Promise<void> {
  const { followers } = await asAdmin<{ followers: readonly ListedFollower[] }>('GET', '/api/followers');
  for (const one of followers) {
    const words = [`${one.follower} v${one.version}`, one.state, `position ${one.position}`, `behind ${one.lagEvents} events, ${one.lagSeconds} s`];
    if (one.parked > 0) words.push(`${one.parked} parked`);
    if (one.rebuilding) words.push('being folded anew');
    if (one.error !== undefined) words.push(one.error);
    console.log(words.join('; '));
  }
}

/** `lianhu follower`: lists and steers views and reactors of the running Lianhu. */
export const followerCommand = (): Command =>
  new Command('follower')
    .description('views and reactors of the running Lianhu; every order is recorded in the log and holds over restarts')
    .addCommand(new Command('list').description('state, position, how far behind, parked').action(list))
    .addCommand(
      new Command('pause')
        .description('let a view or reactor stay where it is; reads go on')
        .argument('<name>')
        .action((name: string) => orderFollower(name, 'pause', {})),
    )
    .addCommand(
      new Command('resume')
        .description('let it go on; one that has halted tries again')
        .argument('<name>')
        .action((name: string) => orderFollower(name, 'resume', {})),
    )
    .addCommand(
      new Command('rewind')
        .description('fold a view anew beside the rows that readers see, or let a reactor decide again')
        .argument('<name>')
        .requiredOption('--to <position>', 'view: keys that changed after it (0 = everything); reactor: from here')
        .action((name: string, { to }: { to: string }) => {
          if (!/^\d{1,15}$/.test(to)) throw new Error(`--to ${to}: a position of the log, or 0`);
          return orderFollower(name, 'rewind', { to: Number(to) });
        }),
    );
