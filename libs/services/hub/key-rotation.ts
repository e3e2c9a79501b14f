import { KeyEpochChanged } from '@lianhu/departments/hub';
import { definitionOf, type Clock, type Moment } from '@lianhu/kernel';
import { ProblemError, type OwnEvent } from '@lianhu/services/platform';
import { RotationRuns, type KeyEpoch, type KeyEpochs } from '@lianhu/vault';

/** What a rotation needs. */
export interface RotationParts {
  readonly epochs: KeyEpochs;
  readonly clock: Clock;
  readonly own: (events: readonly OwnEvent[]) => Promise<unknown>;
}

/** The vault's epoch as operators see it. */
export interface EpochState {
  readonly epoch: number;
  readonly begunAt: Moment;
  /** Whole days since it was begun. */
  readonly days: number;
  /** Keys that still wait for it, while a rotation is under way. */
  readonly left?: number;
}

const CHANGED = definitionOf(KeyEpochChanged).type;
const DAY_MS = 86_400_000;

/**
 * 密钥轮换: wraps every data key under a new epoch's key and destroys the older one, so that what was copied before opens nothing
 * any more. Both ends are events of the log. What a crash cut off goes on when the hub starts.
 */
export class KeyRotation {
  private running: Promise<void> | undefined;
  private stopping = false;

  constructor(private readonly parts: RotationParts) {}

  async state(): Promise<EpochState> {
    const { epochs, clock } = this.parts;
    const { epoch, begunAt, finished } = await epochs.now();
    const days = Math.max(0, Math.floor((clock.now() - Date.parse(begunAt)) / DAY_MS));
    return { epoch, begunAt, days, ...(!finished && { left: await epochs.left() }) };
  }

  /** Begins a new epoch; the work goes on after this. Throws ProblemError `refused` while one is under way. */
  async begin(): Promise<EpochState> {
    const begun = await this.parts.epochs.begin().catch((error: unknown) => {
      throw error instanceof RotationRuns ? new ProblemError('refused', { detail: 'a rotation is running already' }) : error;
    });
    await this.say(begun, 'begun', begun.begunAt);
    void this.goOn().catch(() => undefined);
    return this.state();
  }

  /** Goes on with a rotation that is under way; nothing when there is none. Asked for again meanwhile, it is the same work. */
  goOn(): Promise<void> {
    this.running ??= this.work().finally(() => (this.running = undefined));
    return this.running;
  }

  /** Ends the work between two batches. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.running?.catch(() => undefined);
  }

  private async work(): Promise<void> {
    const { epochs } = this.parts;
    const begun = await epochs.now();
    if (begun.finished) return;
    await this.say(begun, 'begun', begun.begunAt);
    if (!(await epochs.rewrap(() => this.stopping))) return;
    await epochs.destroyOlder();
    const { aloneSince = begun.begunAt } = await epochs.now();
    await this.say(begun, 'older-destroyed', aloneSince);
    await epochs.finish();
  }

  /** The same words at the same time: said again after a crash, they change nothing. */
  private async say({ epoch, begunAt }: KeyEpoch, step: KeyEpochChanged['step'], time: Moment): Promise<void> {
    await this.parts.own([{ type: CHANGED, id: `key-epoch-${epoch}-${step}-${Date.parse(begunAt)}`, time, data: { epoch, step } }]);
  }
}
