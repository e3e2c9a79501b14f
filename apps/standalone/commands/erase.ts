import { Command, Option } from 'commander';
import { ERASURE } from '@lianhu/departments/hub';
import { callHub } from '../hub-url';
import { issueToken } from './token';

interface Listed {
  readonly order: number;
  readonly orderedAt: string;
  readonly reason: string;
  readonly executed: boolean;
}

const as = async <T>(role: 'office-lead' | 'security-officer', method: string, path: string, body?: unknown): Promise<T> =>
  (await callHub(method, path, await issueToken({ role, ttlSeconds: 300 }), body)) as T;

async function order(minorRef: string, { reason }: { reason: string }): Promise<void> {
  const { order: position } = await as<{ order: number }>('office-lead', 'POST', '/api/erasures', { minorRef, reason });
  console.log(`ordered at position ${position}; nothing is destroyed yet: a security officer carries it out with  lianhu erase execute ${position}`);
}

async function execute(position: string): Promise<void> {
  if (!/^\d{1,15}$/.test(position)) throw new Error(`${position}: a position of the log, as erase order or erase list prints it`);
  const done = await as<{ position: number }>('security-officer', 'POST', `/api/erasures/${position}/execute`);
  console.log(`erased, recorded at position ${done.position}; keep a copy of erasures.ndjson of the data folder away from it (no name is in it)`);
}

async function list(): Promise<void> {
  const { erasures } = await as<{ erasures: readonly Listed[] }>('security-officer', 'GET', '/api/erasures');
  for (const one of erasures) console.log(`${one.order}; ${one.orderedAt}; ${one.reason}; ${one.executed ? 'executed' : 'waits'}`);
}

/** `lianhu erase`: destroys what the hub holds of a child, as two persons decide and do it. */
export const eraseCommand = (): Command =>
  new Command('erase')
    .description(
      'destroy keys, identity and references of a child for ever (删除, not 封存): the office decides with order, the security officer carries it out with execute. Lines, tree and counts stay',
    )
    .addCommand(
      new Command('order')
        .description('decide it, as head of the office; destroys nothing')
        .argument('<minorRef>', "minor-…, the office's reference")
        .addOption(new Option('--reason <code>', 'why').choices(Object.keys(ERASURE.titles)).makeOptionMandatory())
        .action(order),
    )
    .addCommand(
      new Command('execute').description('carry an order out, as security officer; cannot be undone').argument('<position>').action(execute),
    )
    .addCommand(new Command('list').description('orders and whether they were carried out').action(list));
