import { openVerifier, type Verifier } from '@lianhu/access';
import type { Authenticator } from './authenticate';
import type { Config } from './config';

/** Who verifies bearer tokens of this installation: the OIDC issuer, or the local issuer's published keys. */
export const verifierOf = (config: Config): Verifier =>
  openVerifier(config.oidcIssuer === undefined ? { folder: config.keyFolder } : { oidcIssuer: config.oidcIssuer });

/** Bearer tokens only: for services that no browser calls. */
export const bearerOnly = (config: Config): Authenticator => {
  const verifier = verifierOf(config);
  return { bearer: (token) => verifier.verify(token) };
};
