import { readFileSync } from 'node:fs';
import type { JSONWebKeySet } from 'jose';
import { openVerifier, verifierOfEach, type Verifier } from '@lianhu/access';
import type { Authenticator } from './authenticate';
import { BadConfig, type Config } from './config';

/**
 * Who verifies bearer tokens of this installation: the local issuer's published keys, for what the hub trades and what our services and
 * operators bear; beside them the OIDC issuer's, where one signs people in.
 */
export function verifierOf({ oidcIssuer, jwksFile, keyFolder }: Pick<Config, 'oidcIssuer' | 'jwksFile' | 'keyFolder'>): Verifier {
  const own = openVerifier(jwksFile === undefined ? { folder: keyFolder } : { jwks: namedKeys(jwksFile) });
  return oidcIssuer === undefined ? own : verifierOfEach([own, openVerifier({ oidcIssuer })]);
}

function namedKeys(file: string): JSONWebKeySet {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JSONWebKeySet;
  } catch {
    throw new BadConfig(`LIANHU_JWKS: ${file} cannot be read as the token issuer's public keys`);
  }
}

/** Bearer tokens only: for services that no browser calls. */
export const bearerOnly = (config: Config): Authenticator => {
  const verifier = verifierOf(config);
  return { bearer: (token) => verifier.verify(token) };
};
