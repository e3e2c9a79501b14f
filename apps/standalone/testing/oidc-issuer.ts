import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';

/** An office's own sign-in, as far as Lianhu asks it anything: where its keys are, and which. */
export interface OidcIssuer {
  readonly address: string;
  /** A token for Lianhu with these claims. */
  issue(subject: string, claims: JWTPayload): Promise<string>;
  close(): Promise<void>;
}

/** Starts an OIDC issuer with a key of its own on a loopback port. */
export async function oidcIssuer(): Promise<OidcIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'office', alg: 'RS256', use: 'sig' }] };
  const server = createServer((request, response) => {
    const discovery = { issuer: address, jwks_uri: `${address}/keys` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(request.url === '/keys' ? jwks : discovery));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issue = (subject: string, claims: JWTPayload): Promise<string> =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'office', typ: 'at+jwt' })
      .setIssuer(address)
      .setAudience('lianhu')
      .setSubject(subject)
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(privateKey);
  return { address, issue, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
