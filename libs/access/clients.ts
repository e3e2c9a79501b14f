import type { Pool } from 'pg';
import { decodeJwt, errors, importJWK, jwtVerify, type JWK } from 'jose';
import { LianhuError } from '@lianhu/kernel';
import { isRole, viewerOf, type Role, type Viewer } from './roles';

/** Algorithms that Java 8 can, and ours. */
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];
/** An assertion is made for one trade. Unit: seconds. */
const MAX_ASSERTION_AGE = 300;

/** A source that belongs to another department already. */
export class SourceTaken extends LianhuError {
  readonly code = 'access.source-taken';
  constructor(readonly source: string) {
    super('This source system belongs to another department; choose another source URI.');
  }
}

/** A client whose parts or key make no sense. */
export class BadClient extends LianhuError {
  readonly code = 'access.bad-client';
  constructor() {
    super('Such a client makes no sense: check role, department, source, area, and that the key is a public RS256, ES256 or EdDSA key.');
  }
}

/** The source of a department's sender when none is named. */
export const defaultSource = (department: string): string => `urn:lianhu:source:${department}:default`;

/** Only systems trade, and only those that are not ours to know by a token: a monitor's token opens names, and people sign in. */
const CLIENT_ROLES: ReadonlySet<string> = new Set<Role>(['sender', 'edge']);

/** Systems: their sources, and the keys with which they trade assertions for tokens (private_key_jwt, RFC 7523). */
export class Clients {
  constructor(
    private readonly pool: Pool,
    private readonly now: () => number = Date.now,
  ) {}

  /** Binds a source to a department, for ever; the same again is fine, another department's is refused. */
  async registerSource(source: string, department: string): Promise<void> {
    await this.pool.query('insert into access.source (source, department) values ($1, $2) on conflict do nothing', [source, department]);
    const { rows } = await this.pool.query<{ department: string }>('select department from access.source where source = $1', [source]);
    if (rows[0]?.department !== department) throw new SourceTaken(source);
  }

  /** Adds or replaces a client with its public key. */
  async addClient(parts: Omit<Viewer, 'kind'>, jwk: JWK): Promise<void> {
    const viewer = viewerOf(parts);
    if (!viewer || !CLIENT_ROLES.has(viewer.role) || 'd' in jwk || 'k' in jwk || !ALGORITHMS.includes(algorithmOf(jwk))) throw new BadClient();
    if (viewer.source !== undefined && viewer.department !== undefined) await this.registerSource(viewer.source, viewer.department);
    await this.pool.query(
      `insert into access.client (id, role, department, source, area, town, jwk) values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (id) do update set role = $2, department = $3, source = $4, area = $5, town = $6, jwk = $7`,
      [viewer.name, viewer.role, viewer.department ?? null, viewer.source ?? null, viewer.area, viewer.town ?? null, JSON.stringify(jwk)],
    );
  }

  /** The client that made an assertion for this audience; undefined when it is not valid, too old, or was used before. */
  async exchange(assertion: string, audience: string): Promise<Viewer | undefined> {
    const found = await this.clientOf(assertion);
    if (!found) return undefined;
    try {
      const key = await importJWK(found.jwk, algorithmOf(found.jwk));
      const { payload } = await jwtVerify(assertion, key, {
        issuer: found.viewer.name,
        subject: found.viewer.name,
        audience,
        algorithms: [algorithmOf(found.jwk)],
        requiredClaims: ['exp', 'iat', 'jti'],
        maxTokenAge: MAX_ASSERTION_AGE,
        currentDate: new Date(this.now()),
      });
      return (await this.first(found.viewer.name, payload.jti as string)) ? found.viewer : undefined;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
      throw error;
    }
  }

  private async clientOf(assertion: string): Promise<{ readonly viewer: Viewer; readonly jwk: JWK } | undefined> {
    const id = issuerOf(assertion);
    if (id === undefined) return undefined;
    const { rows } = await this.pool.query<{
      role: string;
      department: string | null;
      source: string | null;
      area: string;
      town: string | null;
      jwk: JWK;
    }>('select role, department, source, area, town, jwk from access.client where id = $1', [id]);
    const row = rows[0];
    if (!row || !isRole(row.role) || !CLIENT_ROLES.has(row.role)) return undefined;
    const optional = Object.fromEntries(
      Object.entries({ department: row.department, source: row.source, town: row.town }).filter(([, value]) => value !== null),
    ) as Partial<Viewer>;
    const viewer = viewerOf({ name: id, role: row.role, area: row.area, ...optional });
    return viewer && { viewer, jwk: row.jwk };
  }

  private async first(client: string, jti: string): Promise<boolean> {
    await this.pool.query('delete from access.used_assertion where expires < $1', [new Date(this.now())]);
    const expires = new Date(this.now() + 2 * MAX_ASSERTION_AGE * 1000);
    const { rowCount } = await this.pool.query(
      'insert into access.used_assertion (client, jti, expires) values ($1, $2, $3) on conflict do nothing',
      [client, jti, expires],
    );
    return rowCount === 1;
  }
}

function issuerOf(assertion: string): string | undefined {
  try {
    return decodeJwt(assertion).iss;
  } catch {
    return undefined;
  }
}

function algorithmOf(jwk: JWK): string {
  if (jwk.kty === 'RSA') return 'RS256';
  if (jwk.kty === 'EC' && jwk.crv === 'P-256') return 'ES256';
  return jwk.kty === 'OKP' && jwk.crv === 'Ed25519' ? 'EdDSA' : 'none';
}
