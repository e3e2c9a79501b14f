import { readFileSync } from 'node:fs';
import { warnings } from '@lianhu/catalogue';
import { TOWN_DIGITS, type PolicyPack, type SharingTable } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { BadConfig } from './config';
import { loadSharing } from './sharing';

/** A policy pack as read: its values, its exact text, and the SHA-256 (base64) by which events name it. */
export interface LoadedPolicy {
  readonly pack: PolicyPack;
  readonly text: string;
  readonly hash: string;
  /** Who is told what by when: the table that the pack names. */
  readonly sharing: SharingTable;
}

/** Reads a policy pack; refuses a file that lacks what the rules need. */
export function loadPolicy(file: string): LoadedPolicy {
  const text = readFileSync(file, 'utf8');
  const pack = parsePolicy(text);
  checkRules(pack);
  return { pack, text, hash: Buffer.from(std1.sha256(text)).toString('base64'), sharing: loadSharing(file, pack) };
}

/** Checks a policy pack's text. Throws BadConfig naming what is missing. */
export function parsePolicy(text: string): PolicyPack {
  const pack = JSON.parse(text) as PolicyPack;
  const numbers: readonly [string, unknown][] = [
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
  checkNumbers(numbers);
  if (!/^\d{6}$/.test(pack.area)) throw new BadConfig('policy pack: area must be six digits');
  if (Object.keys(pack.towns ?? {}).length === 0) throw new BadConfig('policy pack: towns are missing');
  checkVillages(pack);
  return pack;
}

/** Villages are optional; one that is named stands in a town of the pack and has a name that a table can show. */
function checkVillages({ towns, villages = {} }: PolicyPack): void {
  for (const [code, name] of Object.entries(villages)) {
    const stands = /^\d{12}$/.test(code) && Object.hasOwn(towns, code.slice(0, TOWN_DIGITS));
    if (!stands) throw new BadConfig(`policy pack: villages.${code} must be a code of twelve digits inside one of the towns`);
    const fits = typeof name === 'string' && name.trim() !== '' && name.length <= MAX_PLACE_NAME;
    if (!fits) throw new BadConfig(`policy pack: villages.${code} must have a name of 1 to ${MAX_PLACE_NAME} characters`);
  }
}
/** Longest name of a village. Unit: characters. Source: † (assumption), fits a column. */
const MAX_PLACE_NAME = 40;

/** What is decided with, and what packs of closed quarters may lack: those are only counted with. */
function checkRules(pack: PolicyPack): void {
  const { tenthsOfPercent, persons, fromZero } = pack.report.restate ?? {};
  if (!Array.isArray(fromZero)) throw new BadConfig('policy pack: report.restate.fromZero must be a list of indicators');
  checkNumbers([
    ['report.restate.tenthsOfPercent', tenthsOfPercent],
    ['report.restate.persons', persons],
    ...warnings.flatMap(({ id, thresholds }) => thresholds.map((name) => [`${id}.${name}`, pack[id]?.[name]] as const)),
  ]);
}

function checkNumbers(numbers: readonly (readonly [name: string, value: unknown])[]): void {
  for (const [name, value] of numbers) {
    if (!Number.isInteger(value) || (value as number) < 1) throw new BadConfig(`policy pack: ${name} must be a positive integer`);
  }
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
