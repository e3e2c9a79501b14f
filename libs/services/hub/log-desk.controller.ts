import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { Access, FromCaller, HubAway, ProblemError, type Caller, type KeyHandover } from '@lianhu/services/platform';
import { departmentOf } from './hub.controller';
import { KeyRegister } from './key-register';
import { LogDesk } from './log-desk';

/** What edges call to watch the log, and to hand their department's key over. */
@Controller('api/hub')
export class LogDeskController {
  constructor(
    private readonly desk: LogDesk,
    private readonly keys: KeyRegister,
  ) {}

  /** The newest signed note, and the keys of the caller's department. */
  @Get('log')
  @Access('hub.log')
  async state(@FromCaller() caller: Caller): Promise<object> {
    return reached(() => this.desk.state(departmentOf(caller)));
  }

  /** That the log of `to` events begins with the log of `from`. */
  @Get('consistency')
  @Access('hub.consistency')
  async consistency(@Query() query: Record<string, string>): Promise<object> {
    const [from, to] = [Number(query['from']), Number(query['to'])];
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 1 || from > to) throw new ProblemError('malformed-request');
    const hashes = await reached(() => this.desk.consistency(from, to));
    return hashes ? { hashes } : { shorter: true };
  }

  /** Leaves of the caller's own events whose child was erased, so that its edge gives their values up. */
  @Get('erased')
  @Access('hub.erased')
  async erased(@FromCaller() caller: Caller, @Query() query: Record<string, string>): Promise<object> {
    return { leaves: await reached(() => this.desk.erased(departmentOf(caller), query['after'])) };
  }

  /** The next key of the caller's department, signed by the present one. */
  @Post('keys/next')
  @Access('hub.keys.next')
  @HttpCode(200)
  async next(@FromCaller() caller: Caller, @Body() body: unknown): Promise<object> {
    const { keyId, publicKey, previous } = (body ?? {}) as Partial<KeyHandover>;
    if (typeof keyId !== 'string' || typeof publicKey !== 'string' || !previous) throw new ProblemError('malformed-request');
    await reached(() => this.desk.registerKey(departmentOf(caller), { keyId, publicKey, previous }));
    return { keyId };
  }

  /** Ends a key: an edge ends one of its own department, but not its last; an administrator names department and key, and says so when it is the last. */
  @Post('keys/revoke')
  @Access('hub.keys.revoke')
  @HttpCode(200)
  async revoke(@FromCaller() caller: Caller, @Body() body: unknown): Promise<object> {
    const { keyId, department, last } = (body ?? {}) as { keyId?: unknown; department?: unknown; last?: unknown };
    if (typeof keyId !== 'string') throw new ProblemError('malformed-request');
    if (caller.viewer.role === 'edge') await reached(() => this.desk.revokeKey(departmentOf(caller), keyId));
    else if (typeof department === 'string') await this.keys.revoke(department, keyId, last === true);
    else throw new ProblemError('malformed-request');
    return { keyId };
  }
}

async function reached<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HubAway) throw new ProblemError('hub-unavailable', { retryAfter: 5 });
    throw error;
  }
}
