import { Clients, openIssuer, type Issuer } from '@lianhu/access';
import { std1 } from '@lianhu/log';
import { createPool } from '@lianhu/postgres';
import type { TradedToken } from '@lianhu/services/platform';

/** Tokens of systems live so long. Unit: seconds. */
const TOKEN_SECONDS = 3_600;
/** Whom an assertion must name. */
const AUDIENCE = 'lianhu';

/** Trades what a system has signed with its own key for a token. The hub has the issuer's key, so it looks at the proof itself. */
export class TokenTrade {
  constructor(
    readonly clients: Clients,
    private readonly issuer: Issuer,
  ) {}

  /** A token for the client that made an assertion; undefined when it proves nobody. */
  async trade(assertion: string): Promise<TradedToken | undefined> {
    const viewer = await this.clients.exchange(assertion, AUDIENCE);
    return viewer && { token: await this.issuer.issue(viewer, TOKEN_SECONDS), expiresIn: TOKEN_SECONDS };
  }
}

/** Opens the trade with the issuer's key in a folder, on a connection as role lianhu_hub. */
export async function openTrade(keyFolder: string, url: string): Promise<{ readonly trade: TokenTrade; close(): Promise<void> }> {
  const issuer = await openIssuer(keyFolder, std1);
  const pool = createPool(url, { max: 2, applicationName: 'lianhu-clients' });
  return { trade: new TokenTrade(new Clients(pool), issuer), close: () => pool.end() };
}
