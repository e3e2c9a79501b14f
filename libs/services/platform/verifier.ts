import { readFileSync } from 'node:fs';
import type { JSONWebKeySet } from 'jose';
import { openVerifier, type Verifier } from '@lianhu/access';
import type { Authenticator } from './authenticate';
import type { Config } from './config';

/** Who verifies bearer tokens of this installation: the OIDC issuer, or the local issuer's published keys. */
export function verifierOf({ oidcIssuer, jwksFile, keyFolder }: Config): Verifier {
  if (oidcIssuer !== undefined) return openVerifier({ oidcIssuer });
  return openVerifier(jwksFile === undefined ? { folder: keyFolder } : { jwks: JSON.parse(readFileSync(jwksFile, 'utf8')) as JSONWebKeySet });
}

/** Bearer tokens only: for services that no browser calls. */
export const bearerOnly = (config: Config): Authenticator => {
  const verifier = verifierOf(config);
  return { bearer: (token) => verifier.verify(token) };
};
