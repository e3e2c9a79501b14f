import type { Level } from '@lianhu/kernel';
import {
  CATEGORIES,
  COLUMNS,
  columnOf,
  decide,
  mayCall,
  opensToOneTime,
  purposeAllowed,
  PURPOSE_TITLES,
  purposeNeeded,
  purposesOf,
  ROLES,
  ROUTE_IDS,
  ROUTES,
  SYSTEM_ROLES,
  viewerOf,
  type Asked,
  type Column,
  type Role,
  type RouteId,
  type Viewer,
} from './index';

/** The matrix once more, column by column from K01 to K27 (o = own, - = none), so that a slip in either copy shows. */
const BY_COLUMN: Readonly<Record<Column, string>> = {
  CT: 'CCC-C--CFCCo-FCFF-CCCFC-CFo',
  PR: 'CCCCC--CCCCoCFFFF-CCCFC-CFo',
  PS: 'F-FCCC-CFCCoCFFFF-TCFCCTCFo',
  CA: 'FFFC--CCCT---FoFF-FFFCFT-Fo',
  ED: 'CTTFFCTTTTT--FoFF-TCTTCTFFo',
  HE: 'CT--TFFCTT---FoFF-TCT-CT-Fo',
  JU: 'C-CC-----CCo-FoFF-CC-CCTCFo',
  DPF: 'CC-T--F------FoFF-TC--CT-Fo',
  WF: 'CTTT---TCT---FoFF-TCTCCT-Fo',
  YL: '---------T---FoFF--C--C-TFo',
  WBO: 'FFFFCCTCFCT--FPFFFFFFFFFTFP',
  SUP: 'CCCCC---C----FPFFPCCCCCC-FC',
  LD: '-------------F-FFPPP--P--F-',
  TW: 'FFFFTTTTTT---F-FFTFFTTCF-Fo',
  VL: 'FFTT--T-T----T-FF-TFTTTT-F-',
  SW: 'CTTTTTT-T----T-F--TC-TCTTF-',
  HL: 'o------------T-F----T-o--F-',
  GD: 'T------------T-F---oT-o----',
  AUD: 'PPPPPPPPPPP--FPFFPPPPPPPPFF',
};
const TOWN = '990101003';
const viewer = (role: Role, over: Partial<Viewer> = {}): Viewer => ({
  name: 'somebody',
  role,
  area: '990101',
  kind: SYSTEM_ROLES.has(role) ? 'system' : 'person',
  ...over,
});
const asked = (over: Partial<Asked> = {}): Asked => ({
  category: 'K09',
  level: 'L4',
  department: 'youth-league',
  town: TOWN,
  restricted: false,
  ...over,
});

/** Who reads in which column. */
const READERS: readonly (readonly [Column, Viewer])[] = [
  ['CT', viewer('department-lead', { department: 'court' })],
  ['PR', viewer('department-lead', { department: 'procuratorate' })],
  ['PS', viewer('case-officer', { department: 'police' })],
  ['CA', viewer('department-lead', { department: 'civil-affairs' })],
  ['ED', viewer('department-lead', { department: 'education' })],
  ['HE', viewer('department-lead', { department: 'health' })],
  ['JU', viewer('department-lead', { department: 'justice' })],
  ['DPF', viewer('department-lead', { department: 'disabled-federation' })],
  ['WF', viewer('department-lead', { department: 'womens-federation' })],
  ['WBO', viewer('office')],
  ['WBO', viewer('office-lead')],
  ['WBO', viewer('case-officer')],
  ['SUP', viewer('inspector')],
  ['LD', viewer('leader')],
  ['TW', viewer('town', { town: TOWN })],
  ['VL', viewer('village', { town: TOWN })],
  ['SW', viewer('social-worker')],
  ['HL', viewer('hotline')],
  ['GD', viewer('grid', { town: TOWN })],
  ['GD', viewer('sentinel', { town: TOWN })],
  ['AUD', viewer('auditor')],
];
const WITHOUT_COLUMN: readonly Viewer[] = [
  viewer('sender', { department: 'police', source: 'urn:a' }),
  viewer('edge', { department: 'police' }),
  viewer('data-officer', { department: 'police' }),
  viewer('security-officer'),
  viewer('admin'),
  viewer('monitor'),
];

test('every role stands in the tables of this test', () => {
  expect([...new Set([...READERS.map(([, v]) => v.role), ...WITHOUT_COLUMN.map((v) => v.role)])].sort()).toEqual([...ROLES].sort());
  expect(CATEGORIES).toHaveLength(27);
  for (const column of COLUMNS) expect(BY_COLUMN[column]).toHaveLength(27);
});

describe.each(READERS)('%s reads as the matrix says', (column, who) => {
  const letters = [...BY_COLUMN[column]];
  test(`${who.role} stands in its column`, () => expect(columnOf(who)).toBe(column));

  test(`${who.role}: every category by its letter`, () => {
    for (const [i, category] of CATEGORIES.entries()) {
      const letter = letters[i] as string;
      const right = { F: 'full', T: 'task', P: 'statistics' }[letter] ?? 'none';
      for (const level of ['L1', 'L2', 'L3', 'L4'] as Level[])
        expect([category, decide(who, asked({ category, level })).right]).toEqual([category, right]);
      const decision = decide(who, asked({ category }));
      expect([category, decision.letter]).toEqual([category, letter.replace('o', 'own').replace('-', '–')]);
      expect([category, decision.why]).toEqual([category, letter === 'C' ? 'assignment' : 'matrix']);
    }
  });

  test(`${who.role}: restricted events are never full, sealed ones nothing`, () => {
    for (const [i, category] of CATEGORIES.entries()) {
      const right = { T: 'task', P: 'statistics' }[letters[i] as string] ?? 'none';
      for (const over of [{ level: 'L5', restricted: true }, { level: 'L5' }, { level: 'L4', restricted: true }] as const) {
        expect([category, decide(who, asked({ category, ...over })).right]).toEqual([category, right]);
      }
      expect([category, decide(who, asked({ category, level: 'L6', restricted: true })).right]).toEqual([category, 'none']);
    }
  });

  test(`${who.role}: nothing outside its area, and nothing of a type without a category`, () => {
    for (const category of CATEGORIES) {
      expect(decide(who, asked({ category, town: '990102003' })).right).toBe('none');
      expect(decide(who, asked({ category: undefined })).right).toBe('none');
    }
    expect(decide(who, asked({ category: 'K99' })).right).toBe('none');
  });
});

test('town, village and grid read inside their own area only, and nothing where the area is not known', () => {
  for (const role of ['town', 'village', 'grid'] as const) {
    const near = decide(viewer(role, { town: TOWN }), asked({ category: 'K16' })).right;
    expect(near).toBe('full');
    for (const town of ['990101004', '990101', undefined])
      expect(decide(viewer(role, { town: TOWN }), asked({ category: 'K16', town })).right).toBe('none');
    expect(decide(viewer(role), asked({ category: 'K16' })).right).toBe('none');
  }
  const village = viewer('village', { town: '990101003002' });
  expect(decide(village, asked({ category: 'K01', town: '990101003002' })).right).toBe('full');
  expect(decide(village, asked({ category: 'K01', town: '990101003001' })).right).toBe('none');
  expect(decide(village, asked({ category: 'K01', town: TOWN })).right).toBe('none');
  expect(decide(viewer('office'), asked({ category: 'K01', town: undefined })).right).toBe('full');
});

test('those without a column read what their own department sent, and nothing else; also without a category and restricted', () => {
  for (const who of WITHOUT_COLUMN) {
    for (const category of [...CATEGORIES, undefined]) expect(decide(who, asked({ category, department: 'court' })).right).toBe('none');
    for (const over of [{}, { category: undefined }, { level: 'L5' as const, restricted: true }]) {
      expect(decide(who, asked({ department: 'police', ...over })).right).toBe(who.department ? 'own' : 'none');
    }
  }
  expect(decide(viewer('department-lead', { department: 'health' }), asked({ category: 'K01', department: 'health' })).right).toBe('own');
});

test('what is sealed is denied before any grant, also to its sender', () => {
  const sealed = (subject: string): boolean => subject === 'case-a';
  for (const [, who] of [...READERS, ...WITHOUT_COLUMN.map((v) => [undefined, v] as const)]) {
    const own = asked({ department: who.department ?? 'court', category: 'K16', subject: 'case-a' });
    expect(decide(who, own, sealed)).toEqual({ right: 'none', why: 'sealed' });
  }
  expect(decide(viewer('office'), asked({ category: 'K16', subject: 'case-b' }), sealed).right).toBe('full');
});

test('a viewer whose parts contradict each other is none', () => {
  const parts = { name: 'a', role: 'sender', department: 'police', source: 'urn:a', area: '990101' } as const;
  expect(viewerOf(parts)?.kind).toBe('system');
  for (const over of [{ name: '' }, { area: '' }, { area: '99010' }, { area: 'abc123' }, { department: undefined }, { source: undefined }])
    expect(viewerOf({ ...parts, ...over })).toBeUndefined();
  expect(viewerOf({ name: 'a', role: 'office', area: '99' })?.kind).toBe('person');
});

describe('purposes', () => {
  test('office and case officers: all but audit; auditor and inspector: audit, supervise, statistics', () => {
    for (const role of ['office', 'office-lead', 'case-officer'] as const)
      expect([...purposesOf(role)].sort()).toEqual(
        Object.keys(PURPOSE_TITLES)
          .filter((p) => p !== 'audit')
          .sort(),
      );
    for (const role of ['auditor', 'inspector'] as const) expect([...purposesOf(role)].sort()).toEqual(['audit', 'statistics', 'supervise']);
    for (const role of ['sender', 'edge', 'monitor', 'admin', 'sentinel'] as const) expect(purposesOf(role)).toEqual([]);
    expect(purposeAllowed('office', 'gossip')).toBe(false);
    expect(purposeAllowed('office', 'toString')).toBe(false);
  });
});

describe('routes', () => {
  test('whoever has to state a purpose may call the route and has one to state', () => {
    for (const route of ROUTE_IDS) {
      for (const role of ROUTES[route].purposeFrom) {
        expect([route, role, mayCall(role, route)]).toEqual([route, role, true]);
        expect([route, role, purposesOf(role).length > 0]).toEqual([route, role, true]);
      }
    }
  });

  test('nobody reads children, alerts, exports or cells’ events without a purpose', () => {
    for (const route of [
      'views.minors.list',
      'views.minors.one',
      'views.alerts',
      'reports.cell-events',
      'audit.export',
      'audit.replay',
    ] as RouteId[]) {
      for (const role of ROLES) if (mayCall(role, route)) expect([route, role, purposeNeeded(route, role)]).toEqual([route, role, true]);
    }
  });

  test('a one-time password opens its own change and the way out, and no other route', () => {
    expect(ROUTE_IDS.filter(opensToOneTime)).toEqual(['session.password', 'session.end']);
  });

  test.each<[RouteId, readonly Role[], readonly Role[]]>([
    ['events.push', ['sender'], ['data-officer', 'edge', 'office', 'auditor', 'admin']],
    [
      'views.minors.list',
      ['office', 'town', 'village', 'auditor', 'department-lead'],
      ['sender', 'data-officer', 'admin', 'security-officer', 'leader', 'hotline', 'sentinel', 'monitor'],
    ],
    ['views.alerts', ['office', 'office-lead', 'town', 'auditor', 'inspector'], ['village', 'department-lead', 'sender', 'leader', 'case-officer']],
    ['reports.close', ['office-lead'], ['office', 'auditor', 'admin', 'leader']],
    ['reports.restate', ['office-lead'], ['office', 'auditor', 'admin', 'leader']],
    ['process.alert', ['office', 'office-lead'], ['town', 'auditor', 'inspector']],
    ['audit.export', ['auditor', 'inspector'], ['office', 'office-lead', 'security-officer', 'sender']],
    ['hub.batches', ['edge'], ['sender', 'monitor', 'admin']],
    ['hub.opens', ['monitor'], ['edge', 'office', 'admin']],
    ['catalogue.read', ROLES, []],
    ['log.events', ROLES, []],
  ])('%s', (route, yes, no) => {
    for (const role of yes) expect([role, mayCall(role, route)]).toEqual([role, true]);
    for (const role of no) expect([role, mayCall(role, route)]).toEqual([role, false]);
  });

  test('in the log those state a purpose who see content; senders need none for their own lines', () => {
    for (const role of ['auditor', 'inspector', 'data-officer', 'department-lead', 'case-officer'] as const)
      expect(purposeNeeded('log.events', role)).toBe(true);
    for (const role of ['sender', 'edge', 'monitor', 'office', 'town'] as const) expect(purposeNeeded('log.events', role)).toBe(false);
    expect(purposeNeeded('receipts.read', 'sender')).toBe(false);
    expect(purposeNeeded('views.overview')).toBe(false);
    expect(purposeNeeded('views.alerts')).toBe(true);
  });
});
