import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { Accounts, Clients, NewAccount, Noting, RouteId, Viewer } from '@lianhu/access';
import { Access, Anonymous, FromCaller, ProblemError, ReadRecorder, type Caller } from '@lianhu/services/platform';

/** What the administrators' routes are made from. */
export abstract class AccountParts {
  abstract readonly accounts: Accounts;
  abstract readonly clients: Clients;
  /** Makes a token of the local issuer for a client that proved who it is. */
  abstract readonly issue: ((viewer: Omit<Viewer, 'kind'>) => Promise<string>) | undefined;
  /** Audience that assertions must name. */
  abstract readonly audience: string;
}

/** Tokens of systems live so long. Unit: seconds. */
const TOKEN_SECONDS = 3_600;

/** Accounts of people and keys of systems: made by operators. */
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
    return this.parts.accounts.createAccount({ name, role, department, area, town }, note).catch(asProblem);
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

  @Post('clients')
  @Access('accounts.manage')
  @HttpCode(201)
  async client(@Body() body: unknown): Promise<object> {
    const { jwk, ...viewer } = (body ?? {}) as Omit<Viewer, 'kind'> & { jwk: Record<string, string> };
    await this.parts.clients.addClient(viewer, jwk).catch(asProblem);
    return { client: viewer.name };
  }

  /** A system trades its signed assertion for a token (private_key_jwt). */
  @Post('token')
  @Anonymous()
  @HttpCode(200)
  async token(@Body() body: unknown): Promise<object> {
    const { client_assertion: assertion } = (body ?? {}) as { client_assertion?: unknown };
    const viewer = typeof assertion === 'string' ? await this.parts.clients.exchange(assertion, this.parts.audience) : undefined;
    if (!viewer || !this.parts.issue) throw new ProblemError('not-signed-in');
    return { access_token: await this.parts.issue(viewer), token_type: 'Bearer', expires_in: TOKEN_SECONDS };
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

function asProblem(error: unknown): never {
  const { code } = error as { code?: string };
  if (typeof code === 'string' && code.startsWith('access.')) throw new ProblemError('invalid-input', { detail: code });
  throw error;
}
