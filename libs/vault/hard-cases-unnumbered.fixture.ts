import { addDays } from '@lianhu/kernel';
import { makeCitizenId } from '@lianhu/standards';
import { SCHOOL, type HardCase } from './hard-home.fixture';
import { lunarDay } from './matching';

/** Who has no number, and what restricted events say. */
export const NO_NUMBERS: readonly HardCase[] = [
  [
    'a newborn; the mother’s number ends in x in one file and in X in the other',
    (h) => {
      const number = makeCitizenId(
        '990102',
        '1990-01-01',
        [...Array(90).keys()].map((k) => 101 + h.n + k).find((k) => makeCitizenId('990102', '1990-01-01', k).endsWith('X')) ?? 0,
      );
      const of = (docNo: string) => [{ ...h.mother, docNo }];
      return [
        { minor: h.bare({ name: '溪守兰之女', guardians: of(number) }), from: 'health' },
        { minor: h.girl({ guardians: of(number.toLowerCase()) }), later: true },
      ];
    },
    '1 2',
    '1-2',
  ],
  [
    'newborn twins under the mother’s hospital number, one placeholder for both',
    (h) => [1, 2].map(() => ({ minor: h.bare({ docType: '09', docNo: 'Z99001', name: '溪守兰之女' }), from: 'health' })),
    '1 2',
    '1-2',
  ],
  [
    'newborn twins, girl and boy, under one birth certificate',
    (h) => [
      { minor: h.bare({ docType: '02', docNo: 'Z990000001', name: '溪守兰之长女' }), from: 'health' },
      { minor: h.bare({ docType: '02', docNo: 'Z990000001', name: '溪守兰之次子', sex: '1' }), from: 'health' },
    ],
    '1 2',
    '1-2',
  ],
  [
    'twins named later under one birth certificate',
    (h) =>
      ['溪守兰之女', '溪若云', '溪若雨', '溪若云'].map((name) => ({ minor: h.bare({ docType: '02', docNo: 'Z990000002', name }), from: 'health' })),
    '1 1 2 1',
    '1-2',
  ],
  [
    'newborn triplets without any paper',
    (h) => ['长女', '次女', '三女'].map((which) => ({ minor: h.bare({ name: `溪守兰之${which}` }), from: 'health' })),
    '1 2 3',
    '1-2 1-3 2-3',
  ],
  [
    'two children under one guardian’s number as their paper',
    (h) => ['溪若云', '溪若雨'].map((name) => ({ minor: h.bare({ docType: '03', docNo: h.mother.docNo, name }), from: 'police' })),
    '1 2',
    '1-2',
  ],
  [
    'brothers under one rescue number',
    (h) => [
      { minor: h.bare({ docType: '08', docNo: 'R99-7', name: '星一', sex: '1' }), from: 'civil-affairs' },
      { minor: h.bare({ docType: '08', docNo: 'R99-7', name: '星二', sex: '1' }), from: 'civil-affairs' },
    ],
    '1 2',
    '1-2',
  ],
  [
    'a foundling, found out later',
    (h) => [
      { minor: h.bare({ docType: '08', docNo: 'R99-8', name: '无名氏', guardians: [], areaHousehold: undefined }), from: 'civil-affairs' },
      { minor: h.girl({ birthDate: addDays(h.day, 20), docNo: h.id(22, addDays(h.day, 20)) }), from: 'police' },
    ],
    '1 2',
    '',
  ],
  [
    'a passport with another number after renewal',
    (h) => ['E99000001', 'E99000002'].map((docNo) => ({ minor: h.bare({ docType: '04', docNo, name: 'ANNA WEISS' }), from: 'police' })),
    '1 2',
    '1-2',
  ],
  [
    'a day of birth off by one, over the end of a month',
    (h) => [{ minor: h.girl() }, { minor: h.bare({ birthDate: addDays(h.day, 1) }), from: 'health' }],
    '1 2',
    '1-2',
  ],
  [
    'a day of birth by the lunar calendar',
    (h) => [{ minor: h.girl() }, { minor: h.bare({ birthDate: lunarDay(h.day) }), from: 'health' }],
    '1 2',
    '1-2',
  ],
  [
    'pinyin in place of the name, no number: a hint, with the school enough to look',
    (h) => [
      { minor: h.girl(), school: SCHOOL },
      { minor: h.bare({ name: 'xi ruoyun' }), from: 'health', school: SCHOOL },
      { minor: h.bare({ name: 'xi ruoyun', birthDate: addDays(h.day, 9) }), from: 'police' },
    ],
    '1 2 3',
    '1-2',
  ],
  [
    'a chain: the first is like the second, the second like the third',
    (h) => [
      { minor: h.bare({ guardians: [h.mother] }) },
      { minor: h.bare({ guardians: [h.mother, h.father] }), from: 'health' },
      { minor: h.bare({ guardians: [h.father], areaHousehold: undefined, name: '溪若芸' }), from: 'police' },
    ],
    '1 2 3',
    '1-2 2-3',
  ],
  [
    'a child known only from a restricted event, then the same child openly without a number',
    (h) => [{ minor: h.girl(), from: 'court', restricted: true }, { minor: h.bare() }],
    '1 2',
    '',
  ],
  [
    'a restricted event under another name at the same number gives the file no name',
    (h) => [{ minor: h.girl({ name: '林小满' }), from: 'court', restricted: true }, { minor: h.girl() }],
    '1 1',
    '',
  ],
  [
    'a restricted event under another name at a known number',
    (h) => [{ minor: h.girl() }, { minor: h.girl({ name: '林小满' }), from: 'court', restricted: true }],
    '1 2',
    '',
  ],
  ['everything the same and no number, twice from one system', (h) => [{ minor: h.bare() }, { minor: h.bare() }], '1 2', '1-2'],
];
