import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { Viewer } from '@lianhu/access';
import { Access, asInvalidInput, ProblemError } from '@lianhu/services/platform';
import { TokenTrade } from './token-trade';

/** Keys of systems, and what a monitor hands on for them; only the hub knows these keys and changes them. */
@Controller('api/hub')
export class ClientsController {
  constructor(private readonly trade: TokenTrade) {}

  /** Registers a system's public key, or its next one. */
  @Post('clients')
  @Access('hub.clients')
  @HttpCode(201)
  async client(@Body() body: unknown): Promise<object> {
    const { jwk, ...viewer } = (body ?? {}) as Omit<Viewer, 'kind'> & { jwk: Record<string, string> };
    await this.trade.clients.addClient(viewer, jwk).catch(asInvalidInput);
    return { client: viewer.name };
  }

  /** A token for the system that made an assertion; the proof is looked at here, whoever hands it on. */
  @Post('tokens')
  @Access('hub.tokens')
  @HttpCode(200)
  async token(@Body() body: unknown): Promise<object> {
    const { assertion } = (body ?? {}) as { assertion?: unknown };
    if (typeof assertion !== 'string') throw new ProblemError('malformed-request');
    return { traded: await this.trade.trade(assertion) };
  }
}
