import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { catalogue } from '@lianhu/catalogue';
import { realDate as isDate, type PolicyPack, type SharingRow, type SharingTable, type Within } from '@lianhu/kernel';
import { std1 } from '@lianhu/log';
import { BASIS, NEED } from '@lianhu/standards';
import { BadConfig } from './config';

/** Addressees that are no department. */
const OTHER_ADDRESSEES = ['office', 'town', 'village'];
/** Longest term. Unit: whatever it is counted in; more is a mistake. */
const MAX_TERM = 366;

/** Reads the table that a pack names, from the pack's folder. Throws BadConfig when it is another table or cannot be followed. */
export function loadSharing(packFile: string, { sharing }: PolicyPack): SharingTable {
  if (!/^[a-z0-9-]+\.json$/.test(sharing?.file ?? '')) throw new BadConfig('policy pack: sharing.file must name a file beside the pack');
  const text = readFileSync(join(dirname(packFile), sharing.file), 'utf8');
  const hash = Buffer.from(std1.sha256(text)).toString('base64');
  if (hash !== sharing.hash)
    throw new BadConfig(`policy pack: ${sharing.file} is another one than the pack's sharing.hash says; its hash is ${hash}`);
  return checkSharing(JSON.parse(text) as SharingTable);
}

/** Answers a table that can be followed. Throws BadConfig naming the row that cannot. */
export function checkSharing(table: SharingTable): SharingTable {
  for (const name of ['nowMinutes', 'lateHours'] as const) {
    if (!isTerm(table[name], 24 * 60)) throw new BadConfig(`sharing: ${name} must be a positive integer`);
  }
  const { within, basis } = table.corrected;
  if (!isWithin(within) || !Object.hasOwn(BASIS.titles, basis)) throw new BadConfig('sharing: corrected needs within and basis');
  for (const [category, need] of Object.entries(table.needs))
    if (!Object.hasOwn(NEED.titles, need)) throw new BadConfig(`sharing: needs.${category} is no need`);
  for (const [type, rows] of Object.entries(table.types)) {
    const fault = rows.map((row) => faultOf(type, row)).find((one) => one !== undefined);
    if (fault !== undefined || rows.length === 0) throw new BadConfig(`sharing: ${type}: ${fault ?? 'no rows'}`);
    if (type in table.none) throw new BadConfig(`sharing: ${type} has rows and is told to nobody`);
  }
  return table;
}

const isTerm = (value: unknown, most: number): boolean => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most;

const isWithin = (within: Within): boolean =>
  within === 'now' || (Object.keys(within).length === 1 && Object.entries(within).every(([unit, n]) => UNITS.has(unit) && isTerm(n, MAX_TERM)));

function faultOf(type: string, { to, right, within, when, urgent, basis, validFrom, validTo }: SharingRow): string | undefined {
  const definition = catalogue.event(type);
  if (!definition) return 'no such event type';
  if (!OTHER_ADDRESSEES.includes(to) && !catalogue.department(to)) return `nobody is called ${to}`;
  if (right !== 'full' && right !== 'task') return `${to}: right is full or task`;
  if (!isWithin(within)) return `${to}: within is now, hours, days or workingDays`;
  if (!Object.hasOwn(BASIS.titles, basis)) return `${to}: basis is no known one`;
  if (![validFrom, validTo ?? validFrom].every(isDate) || (validTo ?? validFrom) < validFrom) return `${to}: validFrom and validTo are days in order`;
  if (urgent && within !== 'now') return `${to}: what is urgent is told now`;
  const kind = when && definition.fields.get(when.field)?.kind;
  if (when && (kind === undefined || kind === 'secret' || kind === 'case' || (definition.restricted && kind !== 'countable')))
    return `${to}: ${when.field} does not stand in clear`;
  return undefined;
}
const UNITS = new Set(['hours', 'days', 'workingDays']);
