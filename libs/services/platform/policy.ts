import { readFileSync } from 'node:fs';
import type { PolicyPack } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { BadConfig } from './config';

/** A policy pack as read: its values, its exact text, and the SHA-256 (base64) by which events name it. */
export interface LoadedPolicy {
  readonly pack: PolicyPack;
  readonly text: string;
  readonly hash: string;
}

/** Reads a policy pack; refuses a file that lacks what the rules need. */
export function loadPolicy(file: string): LoadedPolicy {
  const text = readFileSync(file, 'utf8');
  return { pack: parsePolicy(text), text, hash: Buffer.from(std1.sha256(text)).toString('base64') };
}

/** Checks a policy pack's text. Throws BadConfig naming what is missing. */
export function parsePolicy(text: string): PolicyPack {
  const pack = JSON.parse(text) as PolicyPack;
  const numbers: readonly [string, unknown][] = [
    ['R01.windowDays', pack.R01?.windowDays],
    ['R01.absentDays', pack.R01?.absentDays],
    ['R01.dueHours', pack.R01?.dueHours],
    ['R02.windowDays', pack.R02?.windowDays],
    ['R02.calls', pack.R02?.calls],
    ['R02.dueHours', pack.R02?.dueHours],
    ['alerts.lateEventDays', pack.alerts?.lateEventDays],
    ...(['id', 'birthDate', 'name', 'guardian', 'school', 'address'] as const).map((name): [string, unknown] => [
      `identity.weights.${name}`,
      pack.identity?.weights?.[name],
    ]),
    ['identity.nearShare', pack.identity?.nearShare],
    ['identity.placeholderShare', pack.identity?.placeholderShare],
    ['identity.reviewFrom', pack.identity?.reviewFrom],
    ['report.cutOffWorkingDays', pack.report?.cutOffWorkingDays],
    ['report.suppressBelow', pack.report?.suppressBelow],
    ['silentAfterHours', pack.silentAfterHours],
  ];
  for (const [name, value] of numbers) {
    if (!Number.isInteger(value) || (value as number) < 1) throw new BadConfig(`policy pack: ${name} must be a positive integer`);
  }
  if (!/^\d{6}$/.test(pack.area)) throw new BadConfig('policy pack: area must be six digits');
  if (Object.keys(pack.towns ?? {}).length === 0) throw new BadConfig('policy pack: towns are missing');
  return pack;
}

/** The log's origin in checkpoints: `lianhu/<area>`. */
export const originOf = ({ pack }: LoadedPolicy): string => `lianhu/${pack.area}`;

/** What an export is verified against; handed over apart from the export. Source: line format, trust. */
export interface TrustFile {
  readonly origin: string;
  /** Base64 of the raw Ed25519 public key that signs checkpoints. */
  readonly publicKey: string;
  readonly suite: string;
}
