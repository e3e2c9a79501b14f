import ExcelJS from 'exceljs';
import { unrealNumber } from './messy.fixture';

/** A table as a county office would send it, and what each of its columns means. Headers are as offices write them, not as our lists do. */
export interface OfficeFile {
  readonly what: string;
  readonly department: string;
  readonly type: string;
  readonly bytes: () => Promise<Uint8Array>;
  /** What a column is, in order; several where more than one reading is right. `null`: of no use to anybody. */
  readonly columns: readonly (readonly [header: string, ...targets: (string | null)[]])[];
  /** Of each row that is right, the child's number and the day of `time`. */
  readonly sent: readonly (readonly [docNo: string, day: string])[];
  /** Rows that are refused: their number in the file and the rule. */
  readonly refused?: readonly (readonly [row: number, rule: string])[];
  readonly units?: Readonly<Record<string, 'yuan'>>;
  /** The file as a whole is refused by this name. */
  readonly fault?: string;
}
type Value = string | number | Date | null;

const [A, B, C] = [unrealNumber('2015-06-01', 1), unrealNumber('2012-03-09', 8), unrealNumber('2013-11-30', 117)];
/** What a spreadsheet makes of an ID number that it takes for a number. Reason: it keeps fifteen digits. */
const AS_NUMBER = Number(`${A.slice(0, 15)}000`);

/** A workbook; merged areas by address, hidden columns by number. */
export async function workbook(
  sheets: Readonly<Record<string, readonly (readonly Value[])[]>>,
  merged: readonly string[] = [],
  hidden: readonly number[] = [],
): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = book.addWorksheet(name);
    for (const row of rows) sheet.addRow(row.map((value) => value ?? undefined));
    if (name !== Object.keys(sheets).at(-1)) continue;
    for (const area of merged) sheet.mergeCells(area);
    for (const column of hidden) sheet.getColumn(column).hidden = true;
  }
  return new Uint8Array(await book.xlsx.writeBuffer());
}
const text = (lines: readonly (readonly Value[])[], sign: string): string => lines.map((cells) => cells.join(sign)).join('\r\n');

/** Twelve files of offices that nobody has sent before; `gb` writes GB18030. */
export const officeFiles = (gb: (text: string) => Uint8Array): readonly OfficeFile[] => [
  {
    what: 'a roster under a title, two rows of header with groups, a sum and a signature below',
    department: 'civil-affairs',
    type: 'civil-affairs.minor.listed',
    bytes: () =>
      workbook(
        {
          Sheet1: [
            ['示范县困境儿童信息汇总表'],
            ['填报单位（盖章）：示范县民政局', null, null, null, null, null, null, '2026年11月3日'],
            ['序号', '儿童基本情况', null, null, '困境类型', '监护人情况', null, null, '现住址', '户籍地', '认定时间', '信息来源', '备注'],
            [null, '姓名', '公民身份号码', '民族', null, '姓名', '与儿童关系', '家长电话', null, null, null, null, null],
            [1, '测试甲', A, '汉族', '监护不当', '测试乙', '父亲', '15400000001', '示范路1号', '示范村', '2026年9月3日', '村委会', ''],
            [2, '测试丙', B, '藏族', '流浪儿童', '测试丁', '奶奶', '15400000002', '示范路2号', '示范村', '2026.9.4', '学校', '低保户'],
            ['合计', '2人'],
            ['填表人：测试戊', null, null, '审核人：测试己'],
          ],
        },
        ['A1:M1', 'A3:A4', 'B3:D3', 'E3:E4', 'F3:H3', 'I3:I4', 'J3:J4', 'K3:K4', 'L3:L4', 'M3:M4'],
      ),
    columns: [
      ['序号', null],
      ['儿童基本情况姓名', 'minor.name'],
      ['儿童基本情况公民身份号码', 'minor.docNo'],
      ['儿童基本情况民族', 'minor.ethnicity'],
      ['困境类型', 'data.category'],
      ['监护人情况姓名', 'guardian1.name'],
      ['监护人情况与儿童关系', 'guardian1.rel'],
      ['监护人情况家长电话', 'guardian1.phone'],
      ['现住址', 'minor.addressActual'],
      ['户籍地', 'minor.addressHousehold'],
      ['认定时间', 'time', 'data.since'],
      ['信息来源', 'data.foundBy'],
      ['备注', null],
    ],
    sent: [
      [A, '2026-09-03'],
      [B, '2026-09-04'],
    ],
  },
  {
    what: 'absences as CSV in GB18030, days in three forms',
    department: 'education',
    type: 'education.absence.flagged',
    bytes: async () =>
      gb(
        text(
          [
            [
              '就读学校',
              '班级',
              '学生姓名',
              '身份证件号',
              '从哪天开始未到校',
              '累计缺课天数',
              '家长是否联系得上',
              '家长姓名',
              '家长联系电话',
              '登记日期',
            ],
            ['示范小学', '三(2)班', '测试甲', `\t${A}`, '2026年9月1日', '3天', '是', '测试乙', '15400000001', '2026.9.4'],
            ['示范小学', '五(1)班', '测试丙', B, '20260902', '2', '否', '测试丁', '15400000002', '20260905'],
            ['示范中学', '初一(3)', '测试庚', C, '2026/9/3', '一周', '是', '测试辛', '15400000003', '2026/9/9'],
          ],
          ',',
        ),
      ),
    columns: [
      ['就读学校', null],
      ['班级', null],
      ['学生姓名', 'minor.name'],
      ['身份证件号', 'minor.docNo'],
      ['从哪天开始未到校', 'data.since'],
      ['累计缺课天数', 'data.days'],
      ['家长是否联系得上', 'data.contacted'],
      ['家长姓名', 'guardian1.name'],
      ['家长联系电话', 'guardian1.phone'],
      ['登记日期', 'time'],
    ],
    sent: [
      [A, '2026-09-04'],
      [B, '2026-09-05'],
    ],
    refused: [[4, 'number']],
  },
  {
    what: "overdue checks as a spreadsheet's Unicode text: tabs, UTF-16",
    department: 'health',
    type: 'health.child-check.overdue',
    bytes: async () =>
      Buffer.from(
        `\uFEFF${text(
          [
            ['儿童姓名', '证件号', '性别', '出生日期', '漏种（检）项目', '逾期多少天', '母亲姓名', '手机', '家庭现居住地址', '通知日期'],
            ['测试甲', A, '男', '2015.6.1', '接种', '45', '测试乙', '15400000001', '示范路1号', '2026-09-03'],
            [],
            ['测试丙', B, '女', '2012年3月9日', '体检', '61', '测试丁', '15400000002', '示范路2号', '2026-9-4'],
          ],
          '\t',
        )}`,
        'utf16le',
      ),
    columns: [
      ['儿童姓名', 'minor.name'],
      ['证件号', 'minor.docNo'],
      ['性别', 'minor.sex'],
      ['出生日期', 'minor.birthDate'],
      ['漏种（检）项目', 'data.item'],
      ['逾期多少天', 'data.overdueDays'],
      ['母亲姓名', 'guardian2.name', 'guardian1.name'],
      ['手机', null, 'guardian1.phone', 'guardian2.phone'],
      ['家庭现居住地址', 'minor.addressActual'],
      ['通知日期', 'time'],
    ],
    sent: [
      [A, '2026-09-03'],
      [B, '2026-09-04'],
    ],
  },
  {
    what: 'legal aid as CSV with semicolons and a byte order mark',
    department: 'justice',
    type: 'justice.legal-aid.granted',
    bytes: async () =>
      Buffer.from(
        `\uFEFF${text(
          [
            ['序号', '受援人姓名', '受援人身份证号码', '援助案件编号', '审查用时（天）', '决定给予援助日期', '承办律师', '律师电话'],
            [1, '测试甲', A, '示援字（2026）1号', 3, '2026年9月3日', '测试戊', '15400000009'],
            [2, '测试丙', B, '示援字（2026）2号', 2.5, '2026年9月4日', '测试戊', '15400000009'],
          ],
          ';',
        )}`,
      ),
    columns: [
      ['序号', null],
      ['受援人姓名', 'minor.name'],
      ['受援人身份证号码', 'minor.docNo'],
      ['援助案件编号', 'data.caseRef'],
      ['审查用时（天）', 'data.days'],
      ['决定给予援助日期', 'time'],
      ['承办律师', null],
      ['律师电话', null],
    ],
    sent: [[A, '2026-09-03']],
    refused: [[3, 'integer']],
  },
  {
    what: 'an old .xls that was only given the name .xlsx',
    department: 'police',
    type: 'police.dv-call.received',
    bytes: async () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2_048)]),
    columns: [],
    sent: [],
    fault: 'old-excel',
  },
  {
    what: 'risks in families, ID numbers kept as numbers',
    department: 'womens-federation',
    type: 'womens-federation.family-risk.found',
    bytes: () =>
      workbook({
        摸排: [
          ['序号', '孩子姓名', '身份证', '风险情形', '发现时间', '摸排人'],
          [1, '测试甲', AS_NUMBER, '忽视', new Date('2026-09-03T00:00:00Z'), '测试戊'],
          [2, '测试丙', '9.90101E+17', '暴力', new Date('2026-09-04T00:00:00Z'), '测试戊'],
          [3, '测试庚', C, '监护缺失', new Date('2026-09-05T00:00:00Z'), '测试戊'],
        ],
      }),
    columns: [
      ['序号', null],
      ['孩子姓名', 'minor.name'],
      ['身份证', 'minor.docNo'],
      ['风险情形', 'data.kind'],
      ['发现时间', 'time'],
      ['摸排人', null],
    ],
    sent: [[C, '2026-09-05']],
    refused: [
      [2, 'changed-by-excel'],
      [3, 'changed-by-excel'],
    ],
  },
  {
    what: 'allowances with a hidden column, days as bare numbers of a sheet, and a sum',
    department: 'civil-affairs',
    type: 'civil-affairs.allowance.paid',
    bytes: () =>
      workbook(
        {
          发放: [
            ['2026年9月孤儿基本生活费发放明细'],
            ['序号', '姓名', '身份证号', '内部编码', '保障类型', '所属年月', '应发数（元）', '发放时间', '领款人签字'],
            [1, '测试甲', A, 'N-1', '散居孤儿', '2026年9月', 950, 46_268, ''],
            [2, '测试丙', B, 'N-2', '事实无人抚养', '2026-09', '1,200.00', 46_269, ''],
            ['合计', null, null, null, null, null, 2_150],
          ],
        },
        ['A1:I1'],
        [4],
      ),
    columns: [
      ['序号', null],
      ['姓名', 'minor.name'],
      ['身份证号', 'minor.docNo'],
      ['内部编码', null],
      ['保障类型', 'data.kind'],
      ['所属年月', 'data.month'],
      ['应发数（元）', 'data.amount'],
      ['发放时间', 'time'],
      ['领款人签字', null],
    ],
    units: { '应发数（元）': 'yuan' },
    sent: [
      [A, '2026-09-03'],
      [B, '2026-09-04'],
    ],
  },
  {
    what: 'the same header twice, once for the child and once for the parent',
    department: 'police',
    type: 'police.dv-call.received',
    bytes: async () =>
      Buffer.from(
        text(
          [
            ['姓名', '身份证号', '姓名', '电话'],
            ['测试甲', A, '测试乙', '15400000001'],
          ],
          ',',
        ),
      ),
    columns: [],
    sent: [],
    fault: 'same-header',
  },
  {
    what: 'a workbook whose first sheet explains and whose second is the table',
    department: 'womens-federation',
    type: 'womens-federation.family-risk.found',
    bytes: () =>
      workbook({
        填表说明: [
          ['一、本表由村（社区）妇联填报'],
          ['二、风险情形按下列选填', '忽视、暴力、监护缺失、酗酒赌毒'],
          ['三、每月5日前报县妇联', '联系人：测试戊'],
        ],
        台账: [
          ['村（社区）', '未成年人姓名', '公民身份证号码', '存在的风险', '走访日期'],
          ['示范村', '测试甲', A, '暴力', '2026年9月3日'],
        ],
      }),
    columns: [
      ['村（社区）', null, 'residencearea'],
      ['未成年人姓名', 'minor.name'],
      ['公民身份证号码', 'minor.docNo'],
      ['存在的风险', 'data.kind'],
      ['走访日期', 'time'],
    ],
    sent: [[A, '2026-09-03']],
  },
  {
    what: 'calls with empty rows, the header again on the second page, notes at the end',
    department: 'police',
    type: 'police.dv-call.received',
    bytes: async () => {
      const head = [
        '序号',
        '接警单号',
        '报警时间',
        '涉及未成年人',
        '未成年人身份证号',
        '未成年人身份',
        '伤势',
        '有无凶器',
        '一年内报警几次',
        '家庭住址',
        '出警人员',
      ];
      return Buffer.from(
        text(
          [
            ['示范县公安局涉家庭暴力警情登记簿'],
            head,
            [1, '示-001', '2026年9月3日 21时05分', '测试甲', A, '目睹', '无', '无', '2次', '示范路1号', '测试戊'],
            [],
            head,
            [2, '示-002', '2026/9/4 8:30', '测试丙', B, '被害', '轻微', '有', '1', '示范路2号', '测试己'],
            ['', '', '', '', '', '', '', '', '', '', ''],
            ['注：本表由指挥中心汇总'],
          ],
          ',',
        ),
      );
    },
    columns: [
      ['序号', null],
      ['接警单号', 'data.alarmNo'],
      ['报警时间', 'time'],
      ['涉及未成年人', 'minor.name'],
      ['未成年人身份证号', 'minor.docNo'],
      ['未成年人身份', 'data.minorRole'],
      ['伤势', 'data.injury'],
      ['有无凶器', 'data.weapon'],
      ['一年内报警几次', 'data.repeatIn12m'],
      ['家庭住址', 'minor.addressActual'],
      ['出警人员', null],
    ],
    sent: [
      [A, '2026-09-03'],
      [B, '2026-09-04'],
    ],
  },
  {
    what: 'pupils who left school, with a column of ages that this type needs',
    department: 'education',
    type: 'education.dropout.confirmed',
    bytes: () =>
      workbook({
        Sheet1: [
          ['序号', '姓名', '学籍主号', '身份证号', '年龄', '失学原因', '离校日期', '家长', '家长手机号码', '包保责任人'],
          [1, '测试甲', `G${A}`, A, '11岁', '厌学', '20260903', '测试乙', '15400000001', '测试戊'],
          [2, '测试丙', `G${B}`, B, 14, '外出务工', '2026.9.4', '测试丁', '15400000002', '测试己'],
        ],
      }),
    columns: [
      ['序号', null],
      ['姓名', 'minor.name'],
      ['学籍主号', null],
      ['身份证号', 'minor.docNo'],
      ['年龄', 'data.age'],
      ['失学原因', 'data.reason'],
      ['离校日期', 'time'],
      ['家长', 'guardian1.name'],
      ['家长手机号码', 'guardian1.phone'],
      ['包保责任人', null],
    ],
    sent: [[A, '2026-09-03']],
    refused: [[3, 'code']],
  },
  {
    what: 'care agreements, full-width digits, a 15-digit number, two ends of a term',
    department: 'civil-affairs',
    type: 'civil-affairs.care-agreement.signed',
    bytes: () =>
      workbook(
        {
          协议: [
            ['委托照护协议签订情况统计表'],
            [
              '编号',
              '留守儿童姓名',
              '儿童身份证',
              '受委托照护人姓名',
              '与儿童是什么关系',
              '协议开始时间',
              '协议终止时间',
              '父母多久联系一次',
              '签字日期',
            ],
            [
              1,
              '测试甲',
              A.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)),
              '测试戊',
              '祖父母',
              '2026年9月1日',
              '2027年8月31日',
              '每周',
              '2026-09-03',
            ],
            [2, '测试丙', '990101150601001', '测试己', '祖父母', '2026年9月1日', '2027年8月31日', '每月', '2026-09-03'],
          ],
        },
        ['A1:I1'],
      ),
    columns: [
      ['编号', null],
      ['留守儿童姓名', 'minor.name'],
      ['儿童身份证', 'minor.docNo'],
      ['受委托照护人姓名', 'data.carer'],
      ['与儿童是什么关系', 'data.rel'],
      ['协议开始时间', 'data.from'],
      ['协议终止时间', 'data.to'],
      ['父母多久联系一次', 'data.contactFreq'],
      ['签字日期', 'time'],
    ],
    sent: [[A, '2026-09-03']],
    refused: [[4, 'citizen-id-15']],
  },
];
