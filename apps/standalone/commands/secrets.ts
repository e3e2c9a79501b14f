import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { openIssuer, sessionIssuer, type Role } from '@lianhu/access';
import { catalogue } from '@lianhu/catalogue';
import { toBase64 } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { passwordsOf, urlsFor } from '@lianhu/postgres';
import { loadPolicy, originOf, readConfig } from '@lianhu/services/platform';
import { hubSeeds, keyFile, openKeys } from '@lianhu/vault';

/** Tokens of our own services live so long. Unit: seconds (400 days: a yearly renewal with a month to spare). */
const TOKEN_SECONDS = 400 * 86_400;

/** Writes what services that run apart need to know of each other; nothing that stands there is replaced but the tokens. */
export async function writeSecrets(folder: string, database: string): Promise<void> {
  const keys = join(folder, 'hub-keys');
  const passwordFolder = join(folder, 'database');
  mkdirSync(passwordFolder, { recursive: true, mode: 0o700 });
  const policy = loadPolicy(readConfig().policyFile);
  const passwords = passwordsOf(passwordFolder);
  const adminUrl = `postgres://lianhu_admin:${passwords['lianhu_admin']}@${database}`;
  const urls = urlsFor(adminUrl, new URL(adminUrl).pathname.slice(1), passwords);
  const issuer = await openIssuer(keys, std1);
  openKeys(keys, std1);
  const sessionSeed = keyFile(folder, 'session-key', () => std1.random(32));
  const { checkpoint } = hubSeeds(keys, std1);
  const token = (role: Role, department?: string): Promise<string> =>
    issuer.issue({ name: [role, department].filter(Boolean).join('-'), role, department, area: policy.pack.area }, TOKEN_SECONDS);
  const files: Record<string, string> = {
    'postgres-password': passwords['lianhu_admin'] ?? '',
    'hub-database-url': urls.admin,
    'monitor-database-url': urls.monitor,
    'audit-database-url': urls.audit,
    'token-issuer.jwks.json': JSON.stringify(issuer.jwks),
    'session.jwks.json': JSON.stringify((await sessionIssuer(sessionSeed, std1)).jwks),
    'trust.json': JSON.stringify({ origin: originOf(policy), publicKey: toBase64(std1.publicKey(checkpoint)), suite: 'std-1' }),
    'monitor-token': await token('monitor'),
  };
  for (const { id } of catalogue.departments) files[`${id}-token`] = await token('edge', id);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), `${text}\n`, { mode: 0o600 });
}

/** `lianhu secrets`: makes the keys, passwords and tokens of services that run apart, as infra/compose.yaml mounts them. */
export const secretsCommand = (): Command =>
  new Command('secrets')
    .description(
      'write keys, passwords and tokens for services that run apart (infra/compose.yaml) into a folder; keys and passwords that stand there stay',
    )
    .argument('<folder>', 'e.g. infra/secrets')
    .option('--database <host/name>', 'where PostgreSQL is', 'postgres:5432/lianhu')
    .action(async (folder: string, { database }: { database: string }) => {
      await writeSecrets(folder, database);
      console.log(`wrote ${folder}; register each edge's key when it has printed it: lianhu key add --department … --public-key …`);
    });
