import { Command, Option } from 'commander';
import { codes } from '@lianhu/kernel';
import { LEAVING_OUT } from '@lianhu/departments/hub';
import { asAdmin, orderFollower } from './follower';

interface ParkedEvent {
  readonly follower: string;
  readonly position: number;
  readonly code: string;
  readonly attempts: number;
  readonly since: string;
}

/** `lianhu parked`: events that a view could not fold, and what waits behind them. */
export const parkedCommand = (): Command =>
  new Command('parked')
    .description('events that a view could not fold, with what waits behind them; told by position, never by whose they are')
    .addCommand(
      new Command('list').description('view, position, code, attempts, since').action(async () => {
        const { parked } = await asAdmin<{ parked: readonly ParkedEvent[] }>('GET', '/api/followers/parked');
        for (const { follower, position, code, attempts, since } of parked) console.log([follower, position, code, attempts, since].join('\t'));
        if (parked.length === 0) console.log('nothing is parked');
      }),
    )
    .addCommand(
      new Command('retry')
        .description('try everything again that a view has parked (a start does so by itself)')
        .argument('<view>')
        .action((view: string) => orderFollower(view, 'retry', {})),
    )
    .addCommand(
      new Command('drop')
        .description('leave one event out of one view for ever; the log keeps the event and records the order')
        .argument('<view>')
        .requiredOption('--position <position>', 'of the event, as parked list shows it')
        .addOption(
          new Option(
            '--reason <code>',
            Object.entries(LEAVING_OUT.titles)
              .map(([code, title]) => `${code} ${String(title)}`)
              .join(', '),
          )
            .choices([...codes(LEAVING_OUT)])
            .makeOptionMandatory(),
        )
        .action((view: string, { position, reason }: { position: string; reason: string }) =>
          orderFollower(view, 'drop', { position: Number(position), reason }),
        ),
    );
