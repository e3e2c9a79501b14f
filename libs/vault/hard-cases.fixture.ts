import { addDays } from '@lianhu/kernel';
import { SCHOOL, type HardCase } from './hard-home.fixture';

const flipped = (docNo: string): string => docNo.slice(0, 14) + docNo.slice(14, 17).split('').reverse().join('') + docNo.slice(17);
const wide = (text: string): string => text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));

/** Who has a number, or should. */
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

/** Names as offices write them. */
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
