import { A, B, C, text, type OfficeFile } from './office-file.fixture';

/** Text tables of offices that nobody has sent before, and files that are none; `gb` writes GB18030. */
export const officeTexts = (gb: (text: string) => Uint8Array): readonly OfficeFile[] => [
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
];
