/**
 * Headers that no list of ours has been made from: written field by field after the habits of forms (a person before, a thing, a
 * mark of form behind), and put together by seed. Used to measure guesses, never to make them.
 */
export interface HeaderMaker {
  readonly target: string | null;
  /** Texts of which one is drawn. */
  readonly words: readonly string[];
}
const CHILD = ['学生', '儿童', '未成年人', '孩子', '幼儿', '本人', '少年儿童', '该生', '小孩', ''];
const GUARDIAN = ['监护人', '家长', '主要监护人', '抚养人', '照料人', '父母或其他监护人'];
const each = (owners: readonly string[], words: readonly string[]): string[] => owners.flatMap((owner) => words.map((word) => `${owner}${word}`));

/** Columns about the child that any table may have. */
export const CHILD_COLUMNS: readonly HeaderMaker[] = [
  { target: 'minor.name', words: each(CHILD, ['姓名', '名字', '的姓名', '名称']).filter((word) => !['名称', '的姓名', '本人名称'].includes(word)) },
  {
    target: 'minor.docNo',
    words: each(CHILD, [
      '身份证号',
      '身份证',
      '公民身份号码',
      '身份证件号',
      '证件号',
      '居民身份证号码',
      '身份证编号',
      '身份证号（18位）',
      '二代身份证号',
    ]),
  },
  { target: 'minor.sex', words: each(['学生', '儿童', '孩子', ''], ['性别', '性别（男/女）']) },
  { target: 'minor.birthDate', words: each(['学生', '儿童', '', '孩子'], ['出生日期', '出生年月日', '生日', '出生时间', '出生年月日（阳历）']) },
  { target: 'minor.ethnicity', words: ['民族', '学生民族', '族别', '民族成份'] },
  { target: 'minor.addressActual', words: ['现住址', '家庭现住址', '居住地址', '现居住详细地址', '家庭详细住址', '目前住址', '居住地'] },
  { target: 'minor.addressHousehold', words: ['户籍地址', '户籍详细地址', '户口所在地', '户籍住址', '户口登记地'] },
  { target: 'residencearea', words: ['所在乡镇', '乡镇（街道）', '所属镇街', '现居乡镇', '所在乡镇街道'] },
];
/** Columns about who cares for the child. */
export const GUARDIAN_COLUMNS: readonly HeaderMaker[] = [
  { target: 'guardian1.name', words: each(GUARDIAN, ['姓名', '', '名字']) },
  { target: 'guardian1.phone', words: each(GUARDIAN, ['电话', '手机号', '联系电话', '联系方式', '手机']) },
  { target: 'guardian1.docNo', words: each(GUARDIAN.slice(0, 4), ['身份证号', '身份证号码', '证件号码']) },
  {
    target: 'guardian1.rel',
    words: ['与儿童关系', '与监护人关系', '监护人与儿童关系', '与孩子的关系', '监护人与被监护人关系', '家长与学生关系', '亲属关系'],
  },
];
/** Columns that every table may have and nobody sends. */
export const UNSENT: readonly HeaderMaker[] = [
  { target: null, words: ['序号', '编号顺序', '序'] },
  { target: null, words: ['备注', '备注说明', '其他说明', '附注'] },
];
/** Columns that somebody has to decide about: no rule can know. */
export const STRANGE_COLUMNS = [
  '经费账号',
  '发卡银行',
  '网格员姓名',
  '承办民警电话',
  '班主任',
  '校长签字',
  '家庭年收入',
  '低保金额',
  '宅基地面积',
  '是否党员家庭',
  '帮扶干部',
  '回访结果',
];

/** A table's own columns, by type. */
export const OWN_COLUMNS: Readonly<Record<string, readonly HeaderMaker[]>> = {
  'police.alarm.received': [
    { target: 'data.alarmNo', words: ['警情编号', '接警单号', '警情流水号', '接处警单编号', '警情单号'] },
    { target: 'time', words: ['接警时间', '报案时间', '接报时间', '报警日期', '接警日期'] },
    { target: 'data.kind', words: ['警情类别', '警情性质', '警情种类', '报警类别'] },
    { target: 'data.town', words: ['发生乡镇', '案发地乡镇', '警情发生乡镇', '发生地（乡镇）'] },
    { target: 'data.minorRole', words: ['未成年人角色', '未成年人身份角色', '涉警身份', '在警情中的角色'] },
    { target: 'data.injured', words: ['是否受伤', '有无人身受伤', '是否有伤', '受伤与否'] },
  ],
  'police.dv-call.received': [
    { target: 'data.alarmNo', words: ['警情编号', '接警编号', '家暴警情编号'] },
    { target: 'time', words: ['接警时间', '家暴报警时间', '报警日期'] },
    { target: 'data.minorRole', words: ['未成年人角色', '孩子的角色', '儿童涉警角色'] },
    { target: 'data.repeatIn12m', words: ['近12个月同户警情次数', '一年内同户警情次数', '近一年同户警情次数'] },
    { target: 'data.weapon', words: ['是否持械', '有无凶器', '是否使用器械'] },
    { target: 'data.injury', words: ['伤情', '伤情等级', '受伤程度', '伤情情况'] },
  ],
  'police.household.registered': [
    { target: 'data.kind', words: ['户口事项', '户籍业务类别', '户口登记事项', '户口办理事项'] },
    { target: 'data.waitingSince', words: ['待落户起始日期', '何时起待落户', '待落户开始时间'] },
    { target: 'time', words: ['登记日期', '办理日期', '户口登记时间'] },
  ],
  'education.student.enrolled': [
    { target: 'data.studentNo', words: ['学籍号', '全国学籍号', '学生学籍号', '学籍编码'] },
    { target: 'data.school', words: ['学校标识码', '就读学校', '学校代码', '所在学校'] },
    { target: 'data.grade', words: ['年级', '就读年级', '所在年级', '现读年级'] },
    { target: 'data.boarding', words: ['是否寄宿', '是否寄宿生', '是否住读', '是否在校住宿'] },
    { target: 'data.migrantChild', words: ['是否随迁子女', '是否外来务工随迁子女', '随迁子女标志'] },
    { target: 'time', words: ['入学日期', '入学年月日', '注册日期', '入校日期'] },
  ],
  'education.absence.flagged': [
    { target: 'data.days', words: ['缺勤天数', '缺课天数', '累计缺勤天数', '连续缺勤天数', '未到校天数'] },
    { target: 'data.contacted', words: ['是否已联系到监护人', '是否与家长取得联系', '家长是否联系上', '是否联系到家长'] },
    { target: 'data.since', words: ['缺勤起始日期', '缺勤开始时间', '从何日起缺勤', '首日缺勤日期'] },
    { target: 'time', words: ['报告日期', '上报日期', '填报日期', '报送日期'] },
  ],
  'education.dropout.suspected': [
    { target: 'data.since', words: ['起始日期', '未到校起始日期', '失学起始日期', '离校日期', '疑似辍学开始日期'] },
    { target: 'data.reason', words: ['原因', '辍学原因', '疑似辍学原因', '未到校原因'] },
    { target: 'time', words: ['登记日期', '排查日期', '上报日期', '摸排时间'] },
  ],
  'civil-affairs.minor.listed': [
    { target: 'data.category', words: ['对象类别', '儿童类别', '儿童类型', '所属类别', '重点对象类别'] },
    { target: 'data.foundBy', words: ['发现来源', '发现途径', '信息来源', '线索来源'] },
    { target: 'data.since', words: ['纳入日期', '起始日期', '纳入名册日期', '纳入管理日期'] },
    { target: 'data.carerAge', words: ['照护人年龄', '照料人年龄', '照护人周岁'] },
    { target: 'time', words: ['登记日期', '建档日期', '填报日期', '登记时间'] },
  ],
  'civil-affairs.category.confirmed': [
    { target: 'data.category', words: ['困境类别', '对象类别', '困境类型', '认定类别'] },
    { target: 'data.parentStates', words: ['父母状况', '父母情况', '父母双方状况'] },
    { target: 'data.from', words: ['保障起始日期', '起始日期', '享受补贴起始日期', '保障开始日期'] },
    { target: 'data.rate', words: ['月补贴标准（元）', '每月补贴标准（元）', '月保障标准（元）', '补贴标准（元/月）'] },
    { target: 'time', words: ['认定日期', '审批日期', '认定时间', '审批通过日期'] },
  ],
  'civil-affairs.allowance.paid': [
    { target: 'data.kind', words: ['补贴类别', '补贴种类', '补助类型', '待遇类别'] },
    { target: 'data.month', words: ['发放月份', '补贴月份', '所属月份', '发放所属月份'] },
    { target: 'data.amount', words: ['发放金额（元）', '实发金额（元）', '补贴金额（元）', '金额（元）', '本月发放额（元）'] },
    { target: 'time', words: ['发放日期', '打卡日期', '发放时间', '到账日期'] },
  ],
  'health.birth.recorded': [
    { target: 'data.certNo', words: ['出生医学证明编号', '出生证编号', '出生医学证明号', '出生证号'] },
    { target: 'data.hospital', words: ['接生机构', '助产机构', '接生医院', '分娩医院'] },
    { target: 'data.fatherKnown', words: ['父亲信息是否明确', '父亲信息是否完整', '是否有父亲信息'] },
    { target: 'time', words: ['登记日期', '签发日期', '登记时间'] },
  ],
  'health.screening.suspected': [
    { target: 'data.kind', words: ['残疾类别', '疑似残疾类别', '初筛疑似类别', '疑似残疾类型'] },
    { target: 'data.ageMonths', words: ['月龄', '筛查时月龄', '儿童月龄', '月龄（个月）'] },
    { target: 'time', words: ['筛查日期', '初筛日期', '筛查时间'] },
  ],
  'health.child-check.overdue': [
    { target: 'data.item', words: ['健康管理项目', '逾期项目', '体检项目', '应查项目'] },
    { target: 'data.overdueDays', words: ['逾期天数', '超期天数', '已逾期天数', '逾期日数'] },
    { target: 'time', words: ['统计日期', '上报日期', '统计时间'] },
  ],
  'health.suspicious-injury.found': [
    { target: 'data.clueRef', words: ['线索编号', '线索号', '报告线索编号'] },
    { target: 'data.situation', words: ['强制报告情形', '报告情形', '强制报告情形类别'] },
    { target: 'data.injury', words: ['伤情', '伤情程度', '伤情描述等级'] },
    { target: 'data.level', words: ['病历预警级别', '预警级别', '病历预警等级'] },
    { target: 'time', words: ['接诊时间', '就诊时间', '发现时间', '接诊日期'] },
  ],
  'court.family-case.accepted': [
    { target: 'data.caseRef', words: ['案号', '立案案号', '案件编号', '案件案号'] },
    { target: 'data.cause', words: ['案由', '立案案由', '家事案由'] },
    { target: 'data.children', words: ['未成年子女人数', '未成年子女数', '涉及未成年子女人数'] },
    { target: 'time', words: ['立案日期', '立案时间', '收案日期'] },
  ],
  'court.protection-order.issued': [
    { target: 'data.caseRef', words: ['案号', '保护令案号', '裁定书案号'] },
    { target: 'data.measures', words: ['保护措施', '保护令措施', '裁定保护措施'] },
    { target: 'data.validFrom', words: ['生效日期', '保护令生效日期', '生效时间'] },
    { target: 'data.validTo', words: ['届满日期', '保护令届满日期', '有效期届满日期'] },
    { target: 'time', words: ['作出日期', '裁定日期', '裁定作出日期'] },
  ],
  'procuratorate.support-suit.filed': [
    { target: 'data.caseRef', words: ['案号', '案件编号', '受理案号'] },
    { target: 'data.plaintiffKind', words: ['原告', '原告类别', '起诉人类别'] },
    { target: 'data.cause', words: ['案由', '诉讼案由', '支持起诉案由'] },
    { target: 'time', words: ['支持起诉日期', '起诉日期', '提起日期'] },
  ],
  'procuratorate.guardianship-order.issued': [
    { target: 'data.orderNo', words: ['督促监护令编号', '监护令编号', '督促监护令文号'] },
    { target: 'data.guardian', words: ['监护人', '被督促监护人', '被督促监护人姓名'] },
    { target: 'data.cause', words: ['原因', '发令原因', '督促原因', '督促监护原因'] },
    { target: 'data.to', words: ['期限至', '截止日期', '督促期限截止日期'] },
    { target: 'time', words: ['发令日期', '制发日期', '发出日期', '制发时间'] },
  ],
  'justice.parent.imprisoned': [
    { target: 'data.parent', words: ['服刑人员姓名', '服刑父母姓名', '在押人员姓名', '罪犯姓名'] },
    { target: 'data.side', words: ['服刑人员身份', '服刑人员是父或母', '服刑人员与孩子关系'] },
    { target: 'data.minors', words: ['未成年子女人数', '未成年子女数', '家中未成年子女数'] },
    { target: 'data.carer', words: ['子女照护人', '现由谁照护', '目前照护人', '子女现照料人'] },
    { target: 'data.months', words: ['余刑月数', '剩余刑期（月）', '刑期月数'] },
    { target: 'data.releaseDue', words: ['刑满日期', '刑满释放日期', '预计释放日期', '预计出狱日期'] },
    { target: 'time', words: ['收监日期', '入狱日期', '入监时间'] },
  ],
  'justice.legal-aid.granted': [
    { target: 'data.caseRef', words: ['案号', '法援案号', '援助案件编号'] },
    { target: 'data.days', words: ['指派天数', '天数', '指派用时（天）'] },
    { target: 'time', words: ['指派日期', '受理日期', '批准日期'] },
  ],
  'disabled-federation.certificate.issued': [
    { target: 'data.holder', words: ['持证人', '残疾证持证人', '持证人为'] },
    { target: 'data.kind', words: ['残疾类别', '残疾类型', '残疾种类'] },
    { target: 'data.grade', words: ['残疾等级', '残疾级别', '评定等级'] },
    { target: 'time', words: ['核发日期', '发证日期', '证件核发日期', '办证日期'] },
  ],
  'disabled-federation.rehab.delivered': [
    { target: 'data.org', words: ['定点机构', '康复机构', '训练机构', '定点康复机构'] },
    { target: 'data.month', words: ['训练月份', '康复月份', '所属月份'] },
    { target: 'data.minutes', words: ['训练时长（小时）', '康复训练时长（小时）', '本月训练时长（小时）'] },
    { target: 'time', words: ['填报日期', '上报日期', '记录日期'] },
  ],
  'womens-federation.guidance.delivered': [
    { target: 'data.orderNo', words: ['指导令编号', '文书编号', '家庭教育指导令编号'] },
    { target: 'data.form', words: ['指导形式', '指导方式', '家庭教育指导形式'] },
    { target: 'data.minutes', words: ['指导时长（分钟）', '指导时长', '服务时长（分钟）'] },
    { target: 'time', words: ['指导日期', '指导时间', '家庭教育指导日期'] },
  ],
  'womens-federation.family-risk.found': [
    { target: 'data.kind', words: ['风险类别', '家庭风险类别', '风险类型', '家庭风险种类'] },
    { target: 'time', words: ['走访日期', '发现日期', '入户走访日期', '走访时间'] },
  ],
};
