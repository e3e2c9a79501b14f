import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { toBase64 } from '@lianhu/kernel';
import {
  Access,
  FromCaller,
  ProblemError,
  type Caller,
  type EdgeCounters,
  type EnteredRecord,
  type OwnEvent,
  type Submission,
  type Withdrawal,
  type ReviewOpinion,
} from '@lianhu/services/platform';
import { Hub } from './hub';
import { KeyRegister, type NewKey } from './key-register';
import { KeyRotation } from './key-rotation';

/** Most events in one submission, whatever the batches. */
const MAX_SUBMITTED = 2_000;
/** Most children opened at once. */
const MAX_OPENED = 1_000;

/** Whether batches from outside are taken; not while a demonstration county loads. */
export class Intake {
  constructor(readonly open: () => boolean = () => true) {}
}

/** What edges, monitors and operators call; never a person's browser. */
@Controller('api/hub')
export class HubController {
  constructor(
    private readonly hub: Hub,
    private readonly keys: KeyRegister,
    private readonly rotation: KeyRotation,
    private readonly intake: Intake,
  ) {}

  @Post('batches')
  @Access('hub.batches')
  @HttpCode(200)
  async batches(@FromCaller() caller: Caller, @Body() body: unknown): Promise<object> {
    if (!this.intake.open()) throw new ProblemError('loading', { retryAfter: 10 });
    return { outcomes: await this.hub.submit(departmentOf(caller), submissionOf(body)) };
  }

  @Get('receipts')
  @Access('hub.receipts')
  async receipts(@FromCaller() caller: Caller, @Query() query: Record<string, string>): Promise<object> {
    const { source, id, sentHash } = query;
    if (!source || !id) throw new ProblemError('malformed-request');
    const found = await this.hub.find(departmentOf(caller), source, id, sentHash);
    if (!found) throw new ProblemError('not-found');
    return found;
  }

  @Post('counters')
  @Access('hub.batches')
  @HttpCode(200)
  async counters(@FromCaller() caller: Caller, @Body() body: unknown): Promise<object> {
    const { rejected, quarantined } = (body ?? {}) as Partial<EdgeCounters>;
    if (!isCount(rejected) || !isCount(quarantined)) throw new ProblemError('malformed-request');
    await this.hub.count(departmentOf(caller), { rejected, quarantined });
    return {};
  }

  /** A department takes an event of its own back. */
  @Post('withdrawals')
  @Access('hub.batches')
  @HttpCode(200)
  async withdraw(@FromCaller() caller: Caller, @Body() body: unknown): Promise<object> {
    const { source, id, reason, approver } = (body ?? {}) as Partial<Withdrawal>;
    const texts = [source, id, reason].every((text) => typeof text === 'string') && (approver === undefined || typeof approver === 'string');
    if (!texts) throw new ProblemError('malformed-request');
    return this.hub.withdraw(departmentOf(caller), { source, id, reason, approver } as Withdrawal);
  }

  /** Identities for a monitor that has recorded the reading. */
  @Post('opens')
  @Access('hub.opens')
  @HttpCode(200)
  async opens(@Body() body: unknown): Promise<object> {
    return { identities: Object.fromEntries(await this.hub.open(childrenIn(body))) };
  }

  /** Where children live, to the village, for a monitor that lists a village's own. */
  @Post('villages')
  @Access('hub.opens')
  @HttpCode(200)
  async villages(@Body() body: unknown): Promise<object> {
    return { villages: Object.fromEntries(await this.hub.villages(childrenIn(body))) };
  }

  /** Children who could not be matched 未匹配, for a monitor's list. */
  @Post('unmatched')
  @Access('hub.opens')
  @HttpCode(200)
  async unmatched(@Body() body: unknown): Promise<object> {
    const { most } = (body ?? {}) as { most?: unknown };
    if (most !== undefined && !isCount(most)) throw new ProblemError('malformed-request');
    return this.hub.unmatched(most);
  }

  /** Pairs of files for a monitor's desk, which records the reading. */
  @Post('reviews')
  @Access('hub.opens')
  @HttpCode(200)
  async reviews(@Body() body: unknown): Promise<object> {
    const { states } = (body ?? {}) as { states?: unknown };
    if (!Array.isArray(states)) throw new ProblemError('malformed-request');
    return this.hub.reviews(states.map(String));
  }

  /** Two files that a person puts side by side, at a monitor's desk. */
  @Post('pair')
  @Access('hub.opens')
  @HttpCode(200)
  async pair(@Body() body: unknown): Promise<object> {
    const [child, other] = ((body ?? {}) as { files?: readonly unknown[] }).files ?? [];
    if (typeof child !== 'string' || typeof other !== 'string') throw new ProblemError('malformed-request');
    return this.hub.pair([child, other]);
  }

  /** What a person says of a pair, at a monitor's desk. */
  @Post('review')
  @Access('hub.own')
  @HttpCode(200)
  async review(@Body() body: unknown): Promise<object> {
    const { id, verdict, by, reason, events } = (body ?? {}) as Partial<ReviewOpinion>;
    if (typeof id !== 'string' || typeof verdict !== 'string' || typeof by !== 'string') throw new ProblemError('malformed-request');
    if (events !== undefined && !(Array.isArray(events) && events.every(Number.isSafeInteger))) throw new ProblemError('malformed-request');
    return this.hub.review({ id, verdict, by, ...(reason !== undefined && { reason: String(reason) }), ...(events && { events }) });
  }

  /** The key of alert ids, for a monitor's memory. */
  @Post('alert-key')
  @Access('hub.own')
  @HttpCode(200)
  async alertKey(): Promise<object> {
    return { key: toBase64(await this.hub.alertKey()) };
  }

  /** What a monitor's reactors and commands decided. */
  @Post('own')
  @Access('hub.own')
  @HttpCode(200)
  async own(@Body() body: unknown): Promise<object> {
    const { events, expected } = (body ?? {}) as { events?: unknown; expected?: { subject: string; version: number } };
    if (!Array.isArray(events) || events.length > MAX_SUBMITTED) throw new ProblemError('malformed-request');
    return { outcomes: await this.hub.own(events as OwnEvent[], expected) };
  }

  /** How far the log is, for a monitor that takes over from another and reads a copy. */
  @Post('head')
  @Access('hub.own')
  @HttpCode(200)
  async head(): Promise<object> {
    return { position: await this.hub.head() };
  }

  /** A record that a person entered at a monitor, which has checked it. */
  @Post('records')
  @Access('hub.own')
  @HttpCode(200)
  async record(@Body() body: unknown): Promise<object> {
    const { party, event, sent } = (body ?? {}) as Partial<EnteredRecord>;
    if (typeof party !== 'string' || typeof event?.type !== 'string' || typeof event.data !== 'object' || typeof sent !== 'object')
      throw new ProblemError('malformed-request');
    return { outcome: await this.hub.record({ party, event, sent }) };
  }

  /** Destroys what the hub holds of a child, as an order in the log says. */
  @Post('erasures')
  @Access('hub.own')
  @HttpCode(200)
  async erase(@Body() body: unknown): Promise<object> {
    const { order } = (body ?? {}) as { order?: unknown };
    if (typeof order !== 'number' || !Number.isSafeInteger(order) || order < 1) throw new ProblemError('malformed-request');
    return this.hub.erase(order);
  }

  /** The child of an ID number, for a monitor that decides whether it may be shown. */
  @Post('child-of-number')
  @Access('hub.opens')
  @HttpCode(200)
  async childOfNumber(@Body() body: unknown): Promise<object> {
    const { docNo } = (body ?? {}) as { docNo?: unknown };
    if (typeof docNo !== 'string') throw new ProblemError('malformed-request');
    return { child: await this.hub.childOfNumber(docNo) };
  }

  /** Registers a department's signing key: an event of the log. */
  @Post('keys')
  @Access('hub.keys')
  @HttpCode(201)
  async key(@Body() body: unknown): Promise<object> {
    return this.keys.register(body as NewKey);
  }

  /** The epoch of the vault's keys, its age, and how far a rotation is. */
  @Get('epochs')
  @Access('hub.epoch')
  epoch(): Promise<object> {
    return this.rotation.state();
  }

  /** Begins a rotation of the vault's keys: an event of the log. */
  @Post('epochs')
  @Access('hub.epochs')
  @HttpCode(202)
  rotate(): Promise<object> {
    return this.rotation.begin();
  }
}

/** The department that a token speaks for. Throws ProblemError. */
export function departmentOf(caller: Caller): string {
  if (!caller.viewer.department) throw new ProblemError('not-allowed');
  return caller.viewer.department;
}

function submissionOf(body: unknown): Submission {
  const { batches, groups } = (body ?? {}) as Partial<Submission>;
  const shaped =
    Array.isArray(batches) &&
    batches.every(
      (batch) =>
        typeof batch?.keyId === 'string' &&
        typeof batch.signature === 'string' &&
        typeof batch.root === 'string' &&
        Number.isInteger(batch.size) &&
        Array.isArray(batch.events) &&
        batch.events.every(isEvent),
    );
  if (!shaped) throw new ProblemError('malformed-request');
  if (batches.reduce((sum, batch) => sum + batch.events.length, 0) > MAX_SUBMITTED) throw new ProblemError('too-large');
  if (
    groups !== undefined &&
    !(Array.isArray(groups) && groups.every((group) => Array.isArray(group) && group.every((pair) => Array.isArray(pair))))
  ) {
    throw new ProblemError('malformed-request');
  }
  return { batches, groups: groups as Submission['groups'] };
}

function isEvent(event: unknown): boolean {
  const { index, path, claim, sentHash, salt, sourceSeq, values } = (event ?? {}) as Record<string, unknown>;
  return (
    Number.isInteger(index) &&
    Array.isArray(path) &&
    path.every((hash) => typeof hash === 'string') &&
    typeof claim === 'string' &&
    typeof sentHash === 'string' &&
    typeof salt === 'string' &&
    (sourceSeq === undefined || isCount(sourceSeq)) &&
    typeof values === 'object' &&
    values !== null
  );
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function childrenIn(body: unknown): readonly string[] {
  const { children } = (body ?? {}) as { children?: unknown };
  if (Array.isArray(children) && children.length <= MAX_OPENED && children.every((child) => typeof child === 'string')) return children as string[];
  throw new ProblemError('malformed-request');
}
