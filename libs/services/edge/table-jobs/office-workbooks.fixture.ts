import { A, AS_NUMBER, B, C, workbook, type OfficeFile } from './office-file.fixture';

/** Workbooks of offices that nobody has sent before. */
export const OFFICE_WORKBOOKS: readonly OfficeFile[] = [
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
