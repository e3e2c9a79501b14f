import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { placesIn, TOWN_DIGITS } from '@lianhu/kernel';
import { PURPOSE_TITLES, purposesOf, ROLE_TITLES, SESSION_TOKEN_SECONDS, type Refused, type Session } from '@lianhu/access';
import {
  Access,
  Anonymous,
  cookieOf,
  endedCookie,
  FromCaller,
  ProblemError,
  ReadRecorder,
  SESSION_COOKIE,
  sessionCookie,
  type Caller,
} from '@lianhu/services/platform';
import { unfit, wrongPassword } from './password-faults';
import { Signs } from './signs';

/** Sign-in of people: one cookie, one CSRF token, one purpose a session. */
@Controller('api/session')
export class SessionController {
  constructor(
    private readonly signs: Signs,
    private readonly recorder: ReadRecorder,
  ) {}

  @Get()
  @Anonymous()
  async who(@Req() request: FastifyRequest): Promise<object> {
    const id = cookieOf(request, SESSION_COOKIE);
    const session = id === undefined ? undefined : await this.signs.accounts.session(id);
    return { ...this.common(), ...(session ? this.describe(session) : { signedIn: false, purposes: [] }) };
  }

  @Post()
  @Anonymous()
  @HttpCode(200)
  async signIn(@Body() body: unknown, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const { name, password } = (body ?? {}) as { name?: unknown; password?: unknown };
    if (typeof name !== 'string' || typeof password !== 'string') throw new ProblemError('malformed-request');
    const result = await this.signs.accounts.signIn(name, password);
    if (result.kind === 'refused') throw slowedDown(result) ?? new ProblemError('sign-in-failed');
    void reply.header('set-cookie', sessionCookie(request, result.id));
    return { ...this.common(), ...this.describe(result.session) };
  }

  /** Changes the own password and ends the account's other sessions. A session only: a token has no password. */
  @Post('password')
  @Access('session.password')
  @HttpCode(200)
  async password(@FromCaller() caller: Caller, @Body() body: unknown): Promise<object> {
    const { current, next } = (body ?? {}) as { current?: unknown; next?: unknown };
    if (caller.session === undefined || typeof current !== 'string' || typeof next !== 'string') throw new ProblemError('malformed-request');
    const note = (): Promise<void> => this.recorder.record(caller, 'session.password', { account: caller.viewer.name });
    const result = await this.signs.accounts.changePassword(caller.session, current, next, note);
    if (result.kind === 'refused') throw slowedDown(result) ?? wrongPassword(caller.language);
    if (result.kind === 'unfit') throw unfit(result.fault, caller.language);
    return this.describeAgain(caller.session);
  }

  @Post('purpose')
  @Access('session.purpose')
  @HttpCode(200)
  async purpose(@FromCaller() caller: Caller, @Body() body: unknown): Promise<object> {
    const { purpose } = (body ?? {}) as { purpose?: unknown };
    if (caller.session === undefined || typeof purpose !== 'string') throw new ProblemError('malformed-request');
    if (!(await this.signs.accounts.setPurpose(caller.session, purpose))) throw new ProblemError('purpose-not-allowed');
    return this.describeAgain(caller.session);
  }

  /** What this session is worth at the edge of the person's own department, for five minutes. Only a session gets one, a token does not. */
  @Post('token')
  @Access('session.token')
  @HttpCode(200)
  async token(@FromCaller() { session, viewer }: Caller): Promise<object> {
    // A session only: what holds a token of its own already has what edges want.
    if (session === undefined) throw new ProblemError('not-signed-in');
    const token = await this.signs.edgeTokens?.issue(viewer);
    if (token === undefined) throw new ProblemError('not-found');
    return { token, expiresIn: SESSION_TOKEN_SECONDS };
  }

  @Delete()
  @Access('session.end')
  @HttpCode(200)
  async signOut(@FromCaller() caller: Caller, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    if (caller.session !== undefined) await this.signs.accounts.signOut(caller.session);
    void reply.header('set-cookie', endedCookie(request));
    return { ...this.common(), signedIn: false, purposes: [] };
  }

  private async describeAgain(id: string): Promise<object> {
    const session = await this.signs.accounts.session(id);
    if (!session) throw new ProblemError('not-signed-in');
    return { ...this.common(), ...this.describe(session) };
  }

  private describe({ viewer, csrf, purpose, oneTime }: Session): object {
    const { name, role, department, area, town } = viewer;
    const places = placesIn(this.signs.places);
    const townName = town && (places[town.slice(0, TOWN_DIGITS)] ?? town.slice(0, TOWN_DIGITS));
    return {
      signedIn: true,
      user: { name, role, roleTitle: ROLE_TITLES[role], department, area, town, townName, placeName: town && (places[town] ?? townName) },
      purposes: purposesOf(role).map((code) => ({ code, title: PURPOSE_TITLES[code] })),
      purpose,
      csrf,
      draftKey: oneTime ? undefined : this.signs.draftKeyOf(name),
      oneTimePassword: oneTime,
    };
  }

  private common(): object {
    return {
      demonstration: this.signs.demonstration,
      areaName: this.signs.places.areaName,
      loading: this.signs.loading(),
      edgesApart: this.signs.edgeTokens !== undefined,
    };
  }
}

const slowedDown = ({ retryAfter }: Refused): ProblemError | undefined =>
  retryAfter === undefined ? undefined : new ProblemError('too-many-requests', { retryAfter });
