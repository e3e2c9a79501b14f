import { addDays, type PlainDate } from '@lianhu/kernel';
import { makeCitizenId, type Guardian, type MinorIdentity } from '@lianhu/standards';
import { lunarDay } from './matching';

/** One event as a department sends it. */
export interface Sent {
  readonly minor: MinorIdentity;
  readonly from?: string;
  readonly restricted?: boolean;
  readonly school?: string;
  /** What was sent before has been compared when it comes. */
  readonly later?: boolean;
}
/**
 * A hard case: what is sent, in which file each stands (1, 2, … in order of appearance; `refused` and `held` at the edge), and the
 * pairs of files that the desk shows.
 */
export type HardCase = readonly [title: string, sent: (home: Home) => readonly Sent[], files: string, queue: string];

/** A family of its own: days, numbers and places that no other case has. */
export class Home {
  readonly day: PlainDate;
  readonly village: string;
  readonly mother: Guardian;
  readonly father: Guardian;

  constructor(readonly n: number) {
    this.day = addDays('2011-01-05', 37 * n);
    this.village = `990101${String(1 + (n % 20)).padStart(3, '0')}${201 + n}`;
    this.mother = this.parent('溪守兰', 'mother', 2);
    this.father = this.parent('溪望山', 'father', 1);
  }

  /** A number of this day: girls from even ones. */
  id = (sequence: number, day = this.day): string => makeCitizenId('990101', day, sequence);

  /** A girl with a number. */
  girl = (over: Partial<MinorIdentity> = {}): MinorIdentity => ({
    docType: '01',
    docNo: this.id(22, over.birthDate ?? this.day),
    name: '溪若云',
    sex: '2',
    birthDate: this.day,
    guardians: [this.mother],
    areaHousehold: this.village,
    ...over,
  });

  /** The same without a paper. */
  bare = (over: Partial<MinorIdentity> = {}): MinorIdentity => this.girl({ docType: '99', docNo: undefined, ...over });

  private parent(name: string, rel: Guardian['rel'], odd: number): Guardian {
    const docNo = makeCitizenId('990102', addDays('1985-02-03', this.n), 100 + odd);
    return { name, rel, docType: '01', docNo, phone: `154${String(odd * 10_000_000 + this.n).padStart(8, '0')}` };
  }
}

const flipped = (docNo: string): string => docNo.slice(0, 14) + docNo.slice(14, 17).split('').reverse().join('') + docNo.slice(17);
const wide = (text: string): string => text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
const SCHOOL = '91990101MA00000001';

export const NUMBERS: readonly HardCase[] = [
  ['twins with numbers and names of their own', (h) => [{ minor: h.girl() }, { minor: h.girl({ docNo: h.id(24), name: '溪若雨' }) }], '1 2', ''],
  [
    'twins whose birth order was taken the wrong way round: names exchanged',
    (h) => [
      { minor: h.girl() },
      { minor: h.girl({ docNo: h.id(24), name: '溪若雨' }) },
      { minor: h.girl({ name: '溪若雨' }), from: 'health', later: true },
      { minor: h.girl({ docNo: h.id(24) }), from: 'health', later: true },
    ],
    '1 2 3 4',
    '1-3 1-4 2-3 2-4',
  ],
  [
    'twins of quite other names under one number, sent at the same moment',
    (h) => [{ minor: h.girl() }, { minor: h.girl({ name: '林小满' }), from: 'health' }, { minor: h.girl({ name: '林小满' }), from: 'police' }],
    '1 2 2',
    '1-2',
  ],
  [
    'triplets with numbers',
    (h) => ['云', '雨', '星'].map((name, i) => ({ minor: h.girl({ docNo: h.id(22 + 2 * i), name: `溪若${name}` }) })),
    '1 2 3',
    '',
  ],
  [
    'one name, one day, one school, another number and other parents',
    (h) => [
      { minor: h.girl(), school: SCHOOL },
      { minor: h.girl({ docNo: h.id(44), guardians: [h.father], areaHousehold: '990101020299' }), school: SCHOOL },
    ],
    '1 2',
    '',
  ],
  [
    'a number corrected, everything else the same (T20)',
    (h) => [{ minor: h.girl() }, { minor: h.girl({ docNo: h.id(24) }), later: true }],
    '1 2',
    '1-2',
  ],
  [
    'the wrong number belongs to another child, who comes later',
    (h) => [
      { minor: h.girl() },
      { minor: h.girl({ docNo: h.id(24) }), later: true },
      { minor: h.girl({ name: '林小满', guardians: [h.father], areaHousehold: '990101020299' }), from: 'health', later: true },
    ],
    '1 2 3',
    '1-2 1-3',
  ],
  [
    'a number with one digit wrong has no check digit that fits',
    (h) => [{ minor: h.girl() }, { minor: h.girl({ docNo: flipped(h.id(122)) }) }],
    '1 refused',
    '',
  ],
  [
    'small x and full-width digits',
    (h) => [{ minor: h.girl() }, { minor: h.girl({ docNo: wide(h.id(22).toLowerCase()) }), from: 'police' }],
    '1 1',
    '',
  ],
  [
    'full-width digits with blanks',
    (h) => [{ minor: h.girl() }, { minor: h.girl({ docNo: ` ${wide(h.id(22).slice(0, 6))} ${h.id(22).slice(6)}` }) }],
    '1 1',
    '',
  ],
  ['a sex against the number', (h) => [{ minor: h.girl() }, { minor: h.girl({ sex: '1' }) }], '1 held', ''],
  ['a sex not stated', (h) => [{ minor: h.girl() }, { minor: h.girl({ sex: '9' }), from: 'health' }], '1 1', ''],
  ['a day of birth against the number', (h) => [{ minor: h.girl() }, { minor: { ...h.girl(), birthDate: addDays(h.day, 1) } }], '1 held', ''],
  ['a sister’s number, of another day', (h) => [{ minor: h.girl() }, { minor: h.girl({ docNo: h.id(22, addDays(h.day, -700)) }) }], '1 held', ''],
  ['a mother’s number in place of the child’s', (h) => [{ minor: h.girl() }, { minor: h.girl({ docNo: h.mother.docNo }) }], '1 held', ''],
  [
    'a young mother’s number, name and day in place of the child’s',
    (h) => {
      const mother = { ...h.mother, docNo: h.id(22), name: '溪若云' };
      return [{ minor: h.girl() }, { minor: h.girl({ guardians: [mother] }), from: 'health' }];
    },
    '1 held',
    '',
  ],
  [
    'adopted: a new name and a new number',
    (h) => [{ minor: h.girl() }, { minor: h.girl({ docNo: h.id(66), name: '林晚晴', guardians: [h.father], areaHousehold: undefined }) }],
    '1 2',
    '',
  ],
  [
    'a new name under the old number: kept apart until two people have looked, then always the same file',
    (h) => [
      { minor: h.girl() },
      { minor: h.girl({ name: '林晚晴' }), from: 'civil-affairs' },
      { minor: h.girl({ name: '林晚晴' }), from: 'police', later: true },
      { minor: h.girl(), from: 'health' },
    ],
    '1 2 2 1',
    '1-2',
  ],
  ['a slip in the name, the same number', (h) => [{ minor: h.girl() }, { minor: h.girl({ name: '溪若芸' }), from: 'health' }], '1 1', ''],
  [
    'two characters, and the second is another',
    (h) => [{ minor: h.girl({ name: '溪云' }) }, { minor: h.girl({ name: '溪雪' }), from: 'health' }],
    '1 2',
    '1-2',
  ],
  ['traditional characters', (h) => [{ minor: h.girl({ name: '張雲龍' }) }, { minor: h.girl({ name: '张云龙' }), from: 'health' }], '1 1', ''],
  ['pinyin in place of the name', (h) => [{ minor: h.girl() }, { minor: h.girl({ name: 'Xi Ruoyun' }), from: 'health' }], '1 1', ''],
  [
    'a name not given yet, then the name',
    (h) => [{ minor: h.girl({ name: '溪守兰之女' }) }, { minor: h.girl({ name: '溪若云' }) }, { minor: h.girl({ name: '林小满' }), from: 'police' }],
    '1 1 2',
    '1-2',
  ],
  [
    'a residence card of a foreigner, as number and as paper',
    (h) => [
      { minor: h.girl({ docType: '07', docNo: '911990022233344', name: 'Anna Weiss' }) },
      { minor: h.girl({ docType: '07', docNo: '911990022233344', name: 'WEISS ANNA' }), from: 'police' },
    ],
    '1 2',
    '1-2',
  ],
  ['a G number in place of the ID number', (h) => [{ minor: h.girl() }, { minor: h.girl({ docNo: `G${h.id(22)}` }) }], '1 refused', ''],
  ['an L number in place of the ID number', (h) => [{ minor: h.girl({ docNo: `L990101${h.day.replaceAll('-', '')}4321` }) }], 'refused', ''],
];

export const NAMES: readonly HardCase[] = [
  [
    'a Tibetan name with its separators and without, one number',
    (h) => ['扎西多吉', '扎西·多吉', '扎西 多吉', '札西・多杰'].map((name) => ({ minor: h.girl({ name }) })),
    '1 1 1 1',
    '',
  ],
  [
    'a Tibetan name in three spellings, one day, other numbers (T16)',
    (h) =>
      ['扎西多吉', '扎西·多吉', '扎西 多吉'].map((name, i) => ({
        minor: h.girl({ name, docNo: h.id(22 + 2 * i), guardians: [], areaHousehold: undefined }),
      })),
    '1 2 3',
    '',
  ],
  [
    'a long Mongolian name cut off at 20 characters, no number',
    (h) => {
      const name = '巴特尔其其格乌兰托娅孟和吉雅苏日娜阿拉坦高娃';
      return [{ minor: h.girl({ name }) }, { minor: h.bare({ name: [...name].slice(0, 20).join('') }), from: 'health' }];
    },
    '1 2',
    '1-2',
  ],
  [
    'a long Mongolian name cut off at 20 characters, one number',
    (h) => {
      const name = '巴特尔其其格乌兰托娅孟和吉雅苏日娜阿拉坦高娃';
      return [{ minor: h.girl({ name }) }, { minor: h.girl({ name: [...name].slice(0, 20).join('') }), from: 'health' }];
    },
    '1 1',
    '',
  ],
  [
    'a Uyghur name in two transliterations',
    (h) => [{ minor: h.girl({ name: '阿依古丽·买买提' }) }, { minor: h.girl({ name: '阿依姑丽·麦麦提' }), from: 'police' }],
    '1 1',
    '',
  ],
  [
    'a name and a father’s name, and the name alone',
    (h) => [{ minor: h.girl({ name: '努尔艾力·麦麦提' }) }, { minor: h.girl({ name: '努尔艾力' }), from: 'police' }],
    '1 1',
    '',
  ],
  [
    '𠮷 and 吉, no numbers (T17)',
    (h) => [{ minor: h.bare({ name: '林𠮷云' }) }, { minor: h.bare({ name: '林吉云' }), from: 'health' }],
    '1 2',
    '1-2',
  ],
  [
    'extension B in one system, the common character in the other, one number',
    (h) => [{ minor: h.girl({ name: '林𠮷云' }) }, { minor: h.girl({ name: '林吉云' }), from: 'health' }],
    '1 1',
    '',
  ],
  ['a character of the private use area', (h) => [{ minor: h.girl() }, { minor: h.girl({ name: '溪\uE123云' }) }], '1 refused', ''],
  [
    'a zero-width blank and a variation selector in the name',
    (h) => [{ minor: h.bare() }, { minor: h.bare({ name: '溪\u200B若\u{E0101}云' }), from: 'health' }],
    '1 2',
    '1-2',
  ],
  ['a compatibility ideograph', (h) => [{ minor: h.girl({ name: '林樂云' }) }, { minor: h.girl({ name: '林\uF914云' }), from: 'health' }], '1 1', ''],
];

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
