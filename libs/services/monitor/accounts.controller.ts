import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { Accounts, NewAccount, Noting, RouteId } from '@lianhu/access';
import { Access, Anonymous, asInvalidInput, FromCaller, ProblemError, ReadRecorder, type Caller, type TradedToken } from '@lianhu/services/platform';

/** What these routes are made from. */
export abstract class AccountParts {
  abstract readonly accounts: Accounts;
  /** What the hub gives for a system's assertion; undefined when it proves nobody. */
  abstract readonly trade: (assertion: string) => Promise<TradedToken | undefined>;
}

/** Longest assertion that is handed on. Unit: characters. */
const MAX_ASSERTION = 8_192;

/** Accounts of people, made by operators; and where systems trade, which the hub decides. */
@Controller('api')
export class AccountsController {
  constructor(
    private readonly parts: AccountParts,
    private readonly recorder: ReadRecorder,
  ) {}

  /** The password is always made up here: one that an operator chose would be known to two. */
  @Post('accounts')
  @Access('accounts.manage')
  @HttpCode(201)
  async account(@FromCaller() caller: Caller, @Body() body: unknown): Promise<object> {
    const { name, role, department, area, town } = (body ?? {}) as NewAccount;
    const note = this.noting(caller, 'accounts.manage', name);
    return this.parts.accounts.createAccount({ name, role, department, area, town }, note).catch(asInvalidInput);
  }

  @Post('accounts/reset')
  @Access('accounts.reset')
  @HttpCode(200)
  async reset(@FromCaller() caller: Caller, @Body() body: unknown): Promise<object> {
    const name = nameIn(body);
    const password = await this.parts.accounts.reset(name, this.noting(caller, 'accounts.reset', name));
    if (password === undefined) throw noSuchAccount();
    return { password, oneTime: true };
  }

  @Post('accounts/disable')
  @Access('accounts.disable')
  @HttpCode(200)
  async disable(@FromCaller() caller: Caller, @Body() body: unknown): Promise<object> {
    const name = nameIn(body);
    if (!(await this.parts.accounts.disable(name, this.noting(caller, 'accounts.disable', name)))) throw noSuchAccount();
    return { account: name, disabled: true };
  }

  /** A system trades its signed assertion for a token (private_key_jwt). */
  @Post('token')
  @Anonymous()
  @HttpCode(200)
  async token(@Body() body: unknown): Promise<object> {
    const { client_assertion: assertion } = (body ?? {}) as { client_assertion?: unknown };
    const worthAsking = typeof assertion === 'string' && assertion.length <= MAX_ASSERTION;
    const traded = worthAsking ? await this.parts.trade(assertion) : undefined;
    if (!traded) throw new ProblemError('not-signed-in');
    return { access_token: traded.token, token_type: 'Bearer', expires_in: traded.expiresIn };
  }

  private noting(caller: Caller, route: RouteId, account: string): Noting {
    return () => this.recorder.record(caller, route, { account });
  }
}

function nameIn(body: unknown): string {
  const { name } = (body ?? {}) as { name?: unknown };
  if (typeof name !== 'string') throw new ProblemError('malformed-request');
  return name;
}

const noSuchAccount = (): ProblemError => new ProblemError('not-found', { detail: 'access.no-such-account' });
