import { guessColumns, SURE } from './guess';

/** Headers as offices write them, by type: header → target; `null`: not sent; `?`: a person must say. */
const CORPUS: Readonly<Record<string, Readonly<Record<string, string | null>>>> = {
  'police.alarm.received': {
    序号: null,
    接警编号: 'data.alarmNo',
    报警时间: 'time',
    警情类别: 'data.kind',
    案发乡镇: 'data.town',
    涉警角色: 'data.minorRole',
    有无受伤: 'data.injured',
    未成年人姓名: 'minor.name',
    身份证号码: 'minor.docNo',
    性别: 'minor.sex',
    出生年月日: 'minor.birthDate',
    家庭住址: 'minor.addressActual',
    监护人姓名: 'guardian1.name',
    监护人联系电话: 'guardian1.phone',
    备注: null,
  },
  'civil-affairs.minor.listed': {
    序号: null,
    儿童姓名: 'minor.name',
    公民身份号码: 'minor.docNo',
    民族: 'minor.ethnicity',
    儿童类别: 'data.category',
    发现渠道: 'data.foundBy',
    纳入日期: 'data.since',
    登记时间: 'time',
    照料人年龄: 'data.carerAge',
    户籍所在地: 'minor.addressHousehold',
    现居住地址: 'minor.addressActual',
    所属乡镇: 'residencearea',
    家长姓名: 'guardian1.name',
    与儿童关系: 'guardian1.rel',
    监护人身份证号: 'guardian1.docNo',
    联系方式: 'guardian1.phone',
    填表人: null,
  },
  'civil-affairs.allowance.paid': {
    姓名: 'minor.name',
    身份证号: 'minor.docNo',
    补贴类型: 'data.kind',
    发放月份: 'data.month',
    '发放金额（元）': 'data.amount',
    发放日期: 'time',
    年龄: null,
  },
  'education.student.enrolled': {
    学生姓名: 'minor.name',
    身份证件号码: 'minor.docNo',
    身份证件类型: 'minor.docType',
    全国学籍号: 'data.studentNo',
    学校标识码: 'data.school',
    就读年级: 'data.grade',
    是否住校: 'data.boarding',
    是否进城务工人员随迁子女: 'data.migrantChild',
    入学日期: 'time',
    父亲姓名: 'guardian1.name',
    父亲电话: 'guardian1.phone',
    母亲姓名: 'guardian2.name',
    母亲电话: 'guardian2.phone',
    居住地址: 'minor.addressActual',
  },
  'education.absence.flagged': {
    学生姓名: 'minor.name',
    身份证号: 'minor.docNo',
    旷课天数: 'data.days',
    是否联系家长: 'data.contacted',
    缺勤开始日期: 'data.since',
    上报时间: 'time',
  },
  'health.child-check.overdue': {
    孩子姓名: 'minor.name',
    证件号码: 'minor.docNo',
    证件种类: 'minor.docType',
    管理项目: 'data.item',
    '逾期（天）': 'data.overdueDays',
    统计日期: 'time',
    出生日期: 'minor.birthDate',
  },
  'court.family-case.accepted': {
    案号: 'data.caseRef',
    案由: 'data.cause',
    未成年子女数: 'data.children',
    立案日期: 'time',
    未成年人姓名: 'minor.name',
    身份证号: 'minor.docNo',
    法定代理人: 'guardian1.name',
  },
  'procuratorate.support-suit.filed': {
    案号: 'data.caseRef',
    申请人类别: 'data.plaintiffKind',
    案由: 'data.cause',
    起诉日期: 'time',
    姓名: 'minor.name',
    身份证号: 'minor.docNo',
  },
  'justice.parent.imprisoned': {
    服刑人员姓名: 'data.parent',
    服刑人员身份: 'data.side',
    未成年子女人数: 'data.minors',
    目前照护人: 'data.carer',
    余刑月数: 'data.months',
    刑满日期: 'data.releaseDue',
    入监日期: 'time',
    未成年人姓名: 'minor.name',
    身份证号: 'minor.docNo',
  },
  'womens-federation.guidance.delivered': {
    指导令编号: 'data.orderNo',
    指导方式: 'data.form',
    指导时长: 'data.minutes',
    指导日期: 'time',
    孩子姓名: 'minor.name',
    身份证: 'minor.docNo',
  },
  'disabled-federation.certificate.issued': {
    持证人身份: 'data.holder',
    残疾类型: 'data.kind',
    残疾等级: 'data.grade',
    核发日期: 'time',
    姓名: 'minor.name',
    身份证号: 'minor.docNo',
    家长电话: 'guardian1.phone',
  },
};
/** Columns that no rule may decide: offices have them, and they are neither the child's nor known. */
const STRANGE = ['报警人姓名', '班主任电话', '开户银行', '银行账号', '民警签收', '联系人', '网格', '低保证号', '车牌号', '打印批次'];

const wide = (text: string): string => text.replace(/[0-9]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
const VARIANTS: readonly ((header: string) => string)[] = [
  (header) => header,
  (header) => `${header}*`,
  (header) => `${header}（必填）`,
  (header) => [...header].join(' '),
  (header) => `${header.slice(0, 2)}\n${header.slice(2)}`,
  (header) => `${header}：`,
  (header) => ` ${wide(header)}　`,
  (header) => `*${header}(必填项)`,
];
const context = { areas: new Map<string, string>() };

test('of messy headers, at least 98 in 100 columns are right, and none is wrong without asking', () => {
  const wrong: string[] = [];
  const silent: string[] = [];
  let columns = 0;
  for (const [type, expected] of Object.entries(CORPUS)) {
    for (const variant of VARIANTS) {
      const headers = Object.keys(expected).map(variant);
      for (const [i, guess] of guessColumns(type, headers, [], context).entries()) {
        columns++;
        const want = Object.values(expected)[i];
        if (guess.target === want && guess.confidence >= SURE) continue;
        wrong.push(`${type} ${headers[i]}: ${guess.target} ${guess.confidence}`);
        if (guess.confidence >= SURE) silent.push(`${type} ${headers[i]}: ${guess.target}`);
      }
    }
  }
  expect(new Set(Object.values(CORPUS).flatMap(Object.keys)).size).toBeGreaterThanOrEqual(60);
  expect(silent).toEqual([]);
  expect([wrong.length / columns <= 0.02, wrong.slice(0, 20)]).toEqual([true, wrong.slice(0, 20)]);
});

test.each(STRANGE)('the column %s waits for a person, in every type', (header) => {
  for (const type of Object.keys(CORPUS)) {
    const [, guess] = guessColumns(type, ['姓名', header], [], context);
    expect([type, (guess?.confidence ?? 0) >= SURE]).toEqual([type, false]);
  }
});

test('values that contradict a header leave it unsure', () => {
  const rows = [[{ text: '测试甲' }, { text: '测试路1号' }]];
  const [name, id] = guessColumns('education.absence.flagged', ['姓名', '出生日期'], rows, context);
  expect([name?.target, (name?.confidence ?? 0) >= SURE]).toEqual(['minor.name', true]);
  expect((id?.confidence ?? 0) >= SURE).toBe(false);
});
