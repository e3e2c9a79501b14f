import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { HubAway, logger, ProblemError, type LogPort } from '@lianhu/services/platform';
import type { Acknowledged } from './acknowledged';
import type { ErasedEvents } from './erased';
import { putJson, readJson, removeFile } from './files';
import type { LogWatch } from './log-watch';
import type { Outbox } from './outbox';
import { pushAgain } from './push-again';
import type { Settled, SigningKeys } from './signing-keys';
import type { StopSwitch } from './stop-switch';
import type { TableJobs } from './table-jobs/table-jobs';

/** What an operator may ask of an edge: a file of this name in its folder `requests`. */
export const REQUESTS = ['rotate', 'trust-again', 'push-again'] as const;
export type EdgeRequest = (typeof REQUESTS)[number];

/** How often an edge looks after itself. Unit: milliseconds. */
const ROUND_MS = 1_000;
/** How often it looks at the log when nothing has come from there. Unit: milliseconds. */
const LOOK_EVERY_MS = 10_000;
/** How often what is kept for some days only is cut to its limits. Unit: milliseconds. */
const PRUNE_EVERY_MS = 600_000;

/** What an edge looks after. */
export interface UpkeepParts {
  readonly department: string;
  /** Where operators' requests come in and results go out. */
  readonly folder: string;
  readonly log: LogPort;
  readonly watch: LogWatch;
  readonly stop: StopSwitch;
  readonly keys: SigningKeys;
  readonly acknowledged: Acknowledged;
  readonly erased: ErasedEvents;
  readonly outbox: Outbox;
  readonly files: Pick<TableJobs, 'prune'>;
  readonly settled: Settled;
}

/** What an edge does beside its events: watches the log, goes on with a rotation, does what operators ask, gives up what is erased, keeps its folder small. */
export class Upkeep {
  private readonly timer: NodeJS.Timeout;
  private working: Promise<void> | undefined;
  private lookedAt = 0;
  private prunedAt = Date.now();

  constructor(private readonly parts: UpkeepParts) {
    mkdirSync(parts.folder, { recursive: true, mode: 0o700 });
    this.timer = setInterval(() => void this.round(), ROUND_MS);
    this.timer.unref();
  }

  /** One round; a round at work is waited for instead. */
  round(): Promise<void> {
    this.working ??= this.work().finally(() => (this.working = undefined));
    return this.working;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.working;
  }

  private async work(): Promise<void> {
    const { acknowledged, keys, stop } = this.parts;
    await this.quietly(() => acknowledged.flush());
    await this.quietly(() => this.requests());
    if (!stop.alarm) await this.quietly(() => this.look());
    if (!stop.alarm && keys.rotating) await this.quietly(() => keys.rotate(this.parts.log, this.parts.settled));
    if (Date.now() - this.prunedAt < PRUNE_EVERY_MS) return;
    this.prunedAt = Date.now();
    await this.quietly(async () => acknowledged.prune());
    await this.quietly(async () => this.parts.files.prune());
  }

  private async look(): Promise<void> {
    const { watch, keys, log, stop } = this.parts;
    if (!watch.behind && Date.now() - this.lookedAt < LOOK_EVERY_MS) return;
    const { keys: registered, erased } = await watch.check();
    this.lookedAt = Date.now();
    if (!stop.alarm) await keys.level(log, registered);
    if (!stop.alarm) await this.parts.erased.obey(erased);
  }

  private async requests(): Promise<void> {
    for (const name of readdirSync(this.parts.folder)) {
      const request = REQUESTS.find((one) => one === name);
      if (request) await this.answer(request);
    }
  }

  /** A request is gone only when its result is there, so that a crash in between does it again: each can be done twice. */
  private async answer(request: EdgeRequest): Promise<void> {
    const path = join(this.parts.folder, request);
    let result: object;
    try {
      result = { done: true, ...(await this.perform(request)) };
    } catch (error) {
      if (error instanceof HubAway) throw error;
      result = { done: false, why: error instanceof ProblemError ? (error.extra.detail ?? error.code) : (error as Error).message };
    }
    logger.info({ department: this.parts.department, request, ...result }, 'an operator asked');
    putJson(`${path}.result`, result);
    removeFile(path);
  }

  private async perform(request: EdgeRequest): Promise<object> {
    const { watch, stop, keys, log, acknowledged, outbox } = this.parts;
    if (request === 'rotate') {
      if (stop.alarm) throw new Error('the edge has stopped: decide on its alarm first');
      return this.rotate();
    }
    const size = await watch.trustAgain();
    const state = await log.state(this.parts.department);
    await keys.level(log, state.keys);
    await this.parts.erased.obey(state.erased);
    const pushed = request === 'push-again' ? await pushAgain(acknowledged, watch, outbox) : {};
    stop.clear();
    outbox.nudge();
    return { size, ...pushed };
  }

  /** The request's file says which key it makes, so that a crash does not make it two. */
  private async rotate(): Promise<object> {
    const { keys, log, settled, folder } = this.parts;
    const path = join(folder, 'rotate');
    const asked = (readJson(path) ?? {}) as { keyId?: string };
    if (asked.keyId !== keys.current.keyId) {
      putJson(path, { keyId: keys.begin() });
      await keys.rotate(log, settled);
    } else await keys.level(log, (await log.state(this.parts.department)).keys);
    return { keyId: keys.current.keyId, publicKey: keys.current.publicKey };
  }

  private async quietly(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      const { name, message } = error as Error;
      if (error instanceof HubAway) logger.debug({ department: this.parts.department }, 'upkeep waits for the hub');
      else logger.error({ department: this.parts.department, fault: name, detail: message.slice(0, 200) }, 'upkeep failed');
    }
  }
}

/** The result of a request, when it is there. */
export const resultOfRequest = (folder: string, request: EdgeRequest): unknown => readJson(join(folder, `${request}.result`));
