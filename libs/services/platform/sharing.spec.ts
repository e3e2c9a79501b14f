import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '@lianhu/catalogue';
import type { SharingRow } from '@lianhu/kernel';
import { demonstrationSharing as table } from '@lianhu/testing';
import { loadPolicy } from './policy';
import { checkSharing } from './sharing';

/** Names of members in the texts for people, with the addressee that each means. */
const MEMBERS: Readonly<Record<string, string>> = {
  法院: 'court',
  检察: 'procuratorate',
  公安: 'police',
  派出所: 'police',
  民政: 'civil-affairs',
  教育: 'education',
  卫健: 'health',
  司法行政: 'justice',
  残联: 'disabled-federation',
  妇联: 'womens-federation',
  乡镇: 'town',
  村居: 'village',
  未保办: 'office',
  医保: 'medins',
  财政: 'finance',
};
const departmentTypes = catalogue.types.filter((type) => !type.startsWith('hub.'));
const toldOf = (type: string): string => catalogue.event(type)?.told ?? '';
/** Words that hold a member's name and mean something else. */
const OTHER = /教育（资助比对）|专门教育|矫治教育|教育帮扶|家庭教育/g;

test('every type of a department whose text names somebody has rows, or is told to nobody for a reason', () => {
  const silent = departmentTypes.filter((type) => toldOf(type) !== '' && !(type in table.types) && (table.none[type] ?? '') === '');
  expect(silent).toEqual([]);
  const unknown = [...Object.keys(table.types), ...Object.keys(table.none)].filter((type) => catalogue.event(type) === undefined);
  expect(unknown).toEqual([]);
});

test('every member that a text names is told, somewhere among the type’s rows', () => {
  const missing = departmentTypes.flatMap((type) => {
    const rows = table.types[type];
    if (!rows) return [];
    const text = toldOf(type).replace(OTHER, (found) => (found.startsWith('教育（') ? found : ''));
    return Object.entries(MEMBERS).flatMap(([word, to]) => (text.includes(word) && !rows.some((row) => row.to === to) ? [`${type}: ${word}`] : []));
  });
  // On request; of a repetition, or of correction only, which the event itself does not know.
  expect(missing.sort()).toEqual([
    'civil-affairs.guardianship.assessed: 检察',
    'civil-affairs.guardianship.assessed: 法院',
    'police.hotel-checkin.flagged: 未保办',
    'police.minor-offender.handled: 教育',
  ]);
});

test('what stands without † in the text is no assumption: now is now', () => {
  const now = (type: string) => (table.types[type] ?? []).filter(({ within }) => within === 'now').map(({ to }) => to);
  expect(now('police.missing-minor.reported')).toEqual(['police', 'town', 'civil-affairs']);
  expect(now('education.harm.suspected')).toEqual(['police', 'office']);
  expect(now('court.guardianship-revocation.decided')).toEqual(['civil-affairs', 'police']);
});

const withRow =
  (row: Partial<SharingRow>, type = 'police.dv-call.received') =>
  () =>
    checkSharing({
      ...table,
      types: { [type]: [{ to: 'office', right: 'full', within: 'now', basis: 'anti-dv-law', validFrom: '2020-01-01', ...row } as SharingRow] },
    });

test('a table that cannot be followed is refused, naming the row', () => {
  expect(withRow({})).not.toThrow();
  expect(withRow({}, 'police.unknown.thing')).toThrow('police.unknown.thing: no such event type');
  expect(withRow({ to: 'fire-brigade' })).toThrow('nobody is called fire-brigade');
  expect(withRow({ right: 'all' as 'full' })).toThrow('right is full or task');
  expect(withRow({ within: { hours: 366 } })).not.toThrow();
  expect(withRow({ within: { hours: 367 } })).toThrow('within is');
  expect(withRow({ within: { hours: 0 } })).toThrow('within is');
  expect(withRow({ within: { weeks: 1 } as never })).toThrow('within is');
  expect(withRow({ basis: 'hearsay' })).toThrow('basis is no known one');
  expect(withRow({ validFrom: '2026-02-30' })).toThrow('are days in order');
  expect(withRow({ validFrom: '2026-02-02', validTo: '2026-02-02' })).not.toThrow();
  expect(withRow({ validFrom: '2026-02-02', validTo: '2026-02-01' })).toThrow('are days in order');
  expect(withRow({ urgent: true, within: { hours: 1 } })).toThrow('what is urgent is told now');
  expect(withRow({ when: { field: 'alarmNo', in: ['1'] } })).toThrow('alarmNo does not stand in clear');
  expect(withRow({ when: { field: 'relation', in: ['1'] } }, 'police.crime-against-minor.filed')).toThrow('does not stand in clear');
  expect(withRow({ when: { field: 'nothing', in: ['1'] } })).toThrow('does not stand in clear');
});

test('a pack names its table by its hash: another table is refused', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lianhu-sharing-'));
  try {
    cpSync('infra/policy', folder, { recursive: true });
    const pack = join(folder, 'demonstration.json');
    expect(loadPolicy(pack).sharing).toEqual(table);
    writeFileSync(join(folder, 'sharing.json'), `${JSON.stringify(table)}\n\n`);
    expect(() => loadPolicy(pack)).toThrow('is another one than the pack');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
