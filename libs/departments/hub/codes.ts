import { defineCodes } from '@lianhu/kernel';

export { DEPT, NEED, SEX } from '@lianhu/standards';

/** 密钥算法 {KEYALG}. Source: line format, suite `std-1`. */
export const KEYALG = defineCodes('KEYALG', '密钥算法', { Ed25519: 'Ed25519' });
/** 政策包与规则 {PACK}. */
export const PACK = defineCodes('PACK', '启用内容', { policy: '政策包', rule: '预警规则', roster: '名录' });
/** 预警办结结论 {VERDICT}. */
export const VERDICT = defineCodes('VERDICT', '办结结论', { confirmed: '确认', false: '误报', known: '已知', duplicate: '重复' });
/** 流程 {PROC}: processes whose clocks the hub watches. */
export const PROC = defineCodes('PROC', '流程', { alert: '预警办理', 'mandatory-report': '强制报告受理' });
/** 升级层级 {ESC}. */
export const ESC = defineCodes('ESC', '升级层级', { E1: '一级', E2: '二级', E3: '三级', E4: '四级' });
/** 通知类别 {NOTICE}. */
export const NOTICE = defineCodes('NOTICE', '通知类别', {
  notice: '通知',
  task: '任务',
  assist: '协查',
  'superior-comment': '上级批示',
  'superior-order': '上级交办',
  reminder: '催办',
  correction: '更正',
});
/** 岗位 {POST}: who acts on an alert, sees a child, or stands in the register of staff. */
export const POST = defineCodes(
  'POST',
  '岗位',
  {
    'office-director': '未保办主任',
    'office-executive-deputy': '未保办常务副主任',
    'office-deputy': '未保办副主任',
    'office-staff': '未保办工作人员',
    liaison: '部门联络员',
    inspector: '督查专员',
    supervisor: '儿童督导员',
    'child-director': '儿童主任',
    'grid-worker': '网格员',
    'group-leader': '村民小组长',
    'sentinel-monitor': '健康监测管理员',
    'station-social-worker': '驻站社工',
    'school-social-worker': '驻校社工',
    'agency-social-worker': '机构社工',
    'juvenile-judge': '少年审判法官',
    'juvenile-prosecutor': '未检检察官',
    'police-officer': '公安专办民警',
    'civil-affairs-officer': '民政专人',
    'hotline-desk': '热线坐席',
    duty: '值班人员',
    'leading-group-head': '领导小组组长',
    'leading-group-deputy': '领导小组副组长',
    'leading-group-member': '领导小组成员',
    'psychology-teacher': '专职心理教师',
    'part-time-psychology-teacher': '兼职心理教师',
    'law-vice-head': '法治副校长',
    'law-counsellor': '法治辅导员',
    'justice-officer': '司法行政专人',
    'mandatory-reporter': '强制报告责任人',
    volunteers: '志愿队',
  },
  2,
);
/** 跟随者指令 {FOLLOWER-ORDER}: what operators order a follower. Source: operation of the hub itself. */
export const FOLLOWER_ORDER = defineCodes('FOLLOWER-ORDER', '跟随者指令', {
  pause: '暂停',
  resume: '恢复',
  rewind: '回退重算',
  retry: '重试搁置事件',
});
/** 密钥轮换步骤 {EPOCH-STEP}: the two ends of a rotation of the vault's keys. Source: operation of the hub itself. */
export const EPOCH_STEP = defineCodes('EPOCH-STEP', '密钥轮换步骤', { begun: '启用新密钥', 'older-destroyed': '销毁旧密钥' });
/** 剔除原因 {LEAVING-OUT}: why an event is left out of a view. Codes, since free words could name somebody. */
export const LEAVING_OUT = defineCodes('LEAVING-OUT', '剔除原因', {
  defect: '程序缺陷',
  content: '内容无法处理',
  corrected: '已由后续事件更正',
  test: '测试数据',
});
/** Most pieces of evidence that one event of an alert names. Unit: events. */
export const MAX_EVIDENCE = 200;
/** 违规调阅 {ABREACH}. */
export const ABREACH = defineCodes('ABREACH', '违规调阅', {
  sealed: '违反封存',
  'beyond-authority': '越权',
  'no-purpose': '无目的',
  disclosed: '外传',
});
/** 追责方式 {ACCT}. */
export const ACCT = defineCodes('ACCT', '追责方式', { criticism: '批评', discipline: '处分', penalty: '处罚', transfer: '移送' });
/** 案例主题 {CASETOPIC}. */
export const CASETOPIC = defineCodes('CASETOPIC', '案例主题', {
  family: '家庭保护',
  school: '学校保护',
  society: '社会保护',
  network: '网络保护',
  government: '政府保护',
  justice: '司法保护',
  mechanism: '工作机制',
});
/** 摸排结果 {CENSUS}. */
export const CENSUS = defineCodes('CENSUS', '摸排结果', { seen: '见到本人', 'away-in-contact': '在外有联系', moved: '迁走', 'not-found': '未找到' });
/** 查询类型 {CHK}. */
export const CHK = defineCodes('CHK', '查询类型', { entry: '入职查询', periodic: '定期查询', spot: '抽查' });
/** 通报种类 {CIRC}. */
export const CIRC = defineCodes('CIRC', '通报种类', {
  deployment: '工作部署',
  progress: '工作进展',
  problem: '突出问题',
  experience: '典型经验',
  quarterly: '季度通报',
});
/** 线索调查结论 {CLUERES}. */
export const CLUERES = defineCodes('CLUERES', '线索调查结论', {
  criminal: '刑事立案',
  'public-order': '治安案件',
  'aid-only': '无案需助',
  untrue: '不实',
});
/** 会商事由 {CONF}. */
export const CONF = defineCodes('CONF', '会商事由', {
  red: '红色预警',
  'cross-department': '跨部门事项',
  relapse: '问题复发',
  major: '重大案件',
  request: '单位申请',
});
/** 会商形式 {CONFFORM}. */
export const CONFFORM = defineCodes('CONFFORM', '会商形式', { 'on-site': '现场', video: '视频', written: '书面' });
/** 知情同意 {CONSENT}. */
export const CONSENT = defineCodes('CONSENT', '知情同意', { given: '已同意', 'not-required': '法定无需', refused: '拒绝' });
/** 删除原因 {ERASURE}: 个人信息保护法 art. 47. */
export const ERASURE = defineCodes('ERASURE', '删除原因', {
  'purpose-ended': '处理目的已实现或不再必要',
  'retention-ended': '保存期限届满',
  'consent-withdrawn': '撤回同意',
  unlawful: '违法违规处理',
  'wrong-person': '并非其本人的信息',
});
/** 更正原因 {CORR}. */
export const CORR = defineCodes('CORR', '更正原因', {
  'entry-error': '录入错误',
  'identity-mismatch': '身份错配',
  duplicate: '重复',
  'legal-document': '法律文书变更',
  'late-entry': '迟报补录',
  withdrawn: '撤销',
  merged: '合并',
  split: '拆分',
  'not-stated': '报送方未说明',
});
/** Reasons that a person may give for taking a record back; the others only the hub gives. */
export const WITHDRAWAL_REASONS: readonly string[] = Object.keys(CORR.titles).filter((code) => !['merged', 'split', 'not-stated'].includes(code));
/** 身份核对意见: what a person says of two files. */
export const REVIEW = defineCodes('REVIEW', '身份核对意见', { same: '同一人', different: '不同人', later: '暂缓', split: '拆分' });
/** 处置措施 {DISPOSE}. */
export const DISPOSE = defineCodes('DISPOSE', '处置措施', {
  'case-filed': '立案',
  penalty: '处罚',
  removal: '带离',
  warning: '告诫',
  rescue: '救助',
  education: '教育',
});
/** 劝诫方式 {DISSUADE}. */
export const DISSUADE = defineCodes('DISSUADE', '劝诫方式', { dissuaded: '劝阻', stopped: '制止', criticised: '批评教育', admonished: '劝诫' });
/** 文件种类 {DOCK}. */
export const DOCK = defineCodes('DOCK', '文件种类', { rule: '制度', programme: '规划', scheme: '方案', standard: '标准', measure: '措施' });
/** 应急情形 {EMERG}. */
export const EMERG = defineCodes('EMERG', '应急情形', { 'life-danger': '生命危险', lost: '走失', suicide: '自杀风险' });
/** 宣传种类 {EXHIBIT}. */
export const EXHIBIT = defineCodes('EXHIBIT', '宣传种类', { policy: '政策', activity: '活动', 'public-service-ad': '公益广告', column: '专栏' });
/** 专家领域 {EXPERT}. */
export const EXPERT = defineCodes('EXPERT', '专家领域', {
  law: '法律',
  psychology: '心理',
  medicine: '医学',
  'social-work': '社会工作',
  education: '教育',
  'guardianship-assessment': '监护评估',
  data: '数据',
});
/** 走访发现 {FIND}. */
export const FIND = defineCodes('FIND', '走访发现', {
  normal: '正常',
  injured: '受伤',
  'hungry-or-cold': '饥寒',
  alone: '独处',
  absent: '缺课',
  'guardianship-change': '监护变化',
  refused: '拒访',
});
/** 有记录人员处理 {HIT}. */
export const HIT = defineCodes('HIT', '有记录人员处理', { reject: '不予录用', moved: '调离岗位', dismiss: '解除' });
/** 督查种类 {INSP}. */
export const INSP = defineCodes('INSP', '督查种类', { special: '专项督导', routine: '日常督查', creation: '创建督查' });
/** 提出机关 {ISSUER}. */
export const ISSUER = defineCodes('ISSUER', '提出机关', { court: '法院', procuratorate: '检察院', police: '公安', justice: '司法行政' });
/** 热线 {LINE}. */
export const LINE = defineCodes('LINE', '热线', {
  '110': '110',
  '12345': '12345',
  '12355': '12355',
  '12338': '12338',
  '12349': '12349',
  school: '学校心理热线',
});
/** 会议种类 {MEET}. */
export const MEET = defineCodes('MEET', '会议种类', {
  'leading-group': '领导小组全体会议',
  special: '专题会议',
  promotion: '推进会议',
  'office-directors': '未保办主任办公会',
  'office-members': '办公室成员会议',
  'office-special': '专题工作会议',
  liaison: '联络员例会',
  quarterly: '季度调度',
  town: '乡镇会议',
  'mandatory-report': '强制报告联席会议',
});
/** 未见原因 {MISSWHY}. */
export const MISSWHY = defineCodes('MISSWHY', '未见原因', {
  'nobody-home': '无人在家',
  away: '外出',
  refused: '拒访',
  moved: '搬离',
  weather: '天气',
});
/** 季报文字部分 {NARR}. */
export const NARR = defineCodes('NARR', '季报文字部分', {
  deployment: '重大部署',
  progress: '重要进展',
  problems: '突出问题',
  experience: '典型经验',
});
/** 临时照护形式 {NCARE}. */
export const NCARE = defineCodes('NCARE', '临时照护形式', { neighbour: '邻里照顾', entrusted: '临时委托', relative: '亲属临时照护' });
/** 临时照护结束 {NCEND}. */
export const NCEND = defineCodes('NCEND', '临时照护结束', {
  'guardian-returned': '监护人恢复照护',
  agreement: '转委托协议',
  'temp-guardianship': '转临时监护',
  other: '其他',
});
/** 负面清单 {NEG}. */
export const NEG = defineCodes('NEG', '负面清单', {
  N1: '负面清单一',
  N2: '负面清单二',
  N3: '负面清单三',
  N4: '负面清单四',
  N5: '负面清单五',
  N6: '负面清单六',
  N7: '负面清单七',
  N8: '负面清单八',
});
/** 案件指令 {ORDERKIND}. */
export const ORDERKIND = defineCodes('ORDERKIND', '案件指令', {
  seal: '封存',
  unseal: '解除封存',
  transfer: '移送',
  merge: '合并',
  extend: '延长',
  other: '其他',
});
/** 巡查人 {PATROLBY}. */
export const PATROLBY = defineCodes('PATROLBY', '巡查人', { grid: '网格员', 'group-leader': '村民小组长', 'child-director': '儿童主任' });
/** 机构场所种类 {PLACEKIND}. */
export const PLACEKIND = defineCodes('PLACEKIND', '机构场所种类', {
  'primary-school': '小学',
  'middle-school': '初级中学',
  'high-school': '高级中学',
  'vocational-school': '中等职业学校',
  kindergarten: '幼儿园',
  'special-school': '特殊教育学校',
  'correctional-school': '专门学校',
  village: '村社区',
  'child-home': '儿童之家',
  'companion-home': '童伴之家',
  station: '未保站',
  'rescue-centre': '救助保护机构',
  'welfare-institution': '儿童福利机构',
  'social-organisation': '社会组织',
  nursery: '托育机构',
  medical: '医疗机构',
  'guidance-station': '家庭教育指导站',
  'one-stop-area': '一站式办案区',
  venue: '活动场馆',
  hotel: '旅馆',
  netcafe: '网吧',
  sentinel: '哨点',
});
/** 计划种类 {PLANK}. */
export const PLANK = defineCodes('PLANK', '计划种类', {
  'year-points': '年度要点',
  plan: '工作计划',
  'duty-list': '责任清单',
  'task-split': '任务分解',
  'year-summary': '年度总结',
  'self-check': '自查自评',
});
/** 问题类别 {PROB}. */
export const PROB = defineCodes('PROB', '问题类别', { safety: '安全', admission: '准入', reporting: '报告', supervision: '监管' });
/** 建议种类 {RECK}. */
export const RECK = defineCodes('RECK', '建议种类', {
  'social-governance': '检察建议（社会治理）',
  'public-interest': '检察建议（公益诉前）',
  retrial: '检察建议（再审纠违）',
  judicial: '司法建议',
  police: '公安建议',
  justice: '司法行政建议',
});
/** 调研种类 {RESEARCH}. */
export const RESEARCH = defineCodes('RESEARCH', '调研种类', { joint: '联合调研', special: '专题研究' });
/** 议定事项进展 {RESST}. */
export const RESST = defineCodes('RESST', '议定事项进展', { 'not-begun': '未启动', running: '进行中', blocked: '受阻', done: '完成' });
/** 退回原因 {RETURN}. */
export const RETURN = defineCodes('RETURN', '退回原因', {
  'not-duty': '非本单位职责',
  'too-little': '信息不足',
  duplicate: '重复',
  area: '辖区错误',
});
/** 评分方 {SCORER}. */
export const SCORER = defineCodes('SCORER', '评分方', { unit: '责任单位', office: '未保办', city: '市级查验', province: '省级评价' });
/** 异常迹象 {SIGN}. */
export const SIGN = defineCodes('SIGN', '异常迹象', {
  injured: '受伤',
  'hungry-or-cold': '饥寒',
  alone: '独处',
  emotional: '情绪异常',
  truant: '旷课',
  'domestic-violence': '家暴迹象',
  wandering: '流浪',
  other: '其他',
});
/** 报告答复 {SIGNACT}. */
export const SIGNACT = defineCodes('SIGNACT', '报告答复', { visit: '上门', referral: '转介', clue: '转线索', none: '无需处理', duplicate: '重复' });
/** 哨点场所 {SN5}. */
export const SN5 = defineCodes('SN5', '哨点场所', {
  school: '学校',
  family: '家庭',
  community: '社区',
  'social-organisation': '社会组织',
  justice: '政法单位',
});
/** 办结结果 {SOUT}. */
export const SOUT = defineCodes('SOUT', '办结结果', { improved: '改善', maintained: '维持', transferred: '转出', 'lost-contact': '失联' });
/** 督办事由 {SUPK}. */
export const SUPK = defineCodes('SUPK', '督办事由', {
  'vicious-case': '恶性案件',
  'major-event': '重大事件',
  problem: '突出问题',
  'negative-list': '负面清单',
  'overdue-task': '逾期任务',
});
/** 层级 {TIER}. */
export const TIER = defineCodes('TIER', '层级', { grid: '网格', village: '村居', town: '乡镇', county: '县', city: '市', province: '省' });
/** 培训种类 {TRAIN}. */
export const TRAIN = defineCodes('TRAIN', '培训种类', {
  theory: '理论学习',
  'entry-child-workers': '督导员主任入职培训',
  'yearly-child-workers': '督导员主任年度轮训',
  'entry-mandatory-report': '强制报告入职培训',
  'yearly-mandatory-report': '强制报告年度轮训',
  'guardianship-assessment': '监护评估',
  data: '数据',
  other: '其他',
});
/** 无人监护原因 {UNATT}. */
export const UNATT = defineCodes('UNATT', '无人监护原因', {
  'parents-dead-or-lost': '父母死亡失联',
  detained: '羁押服刑',
  'ill-or-disabled': '重病重残',
  'away-without-entrusting': '外出未委托',
  abandoned: '弃养',
  emergency: '突发事件',
  other: '其他',
});
/** 早婚早育阶段 {UNION}. */
export const UNION = defineCodes('UNION', '早婚早育阶段', { sign: '苗头', 'living-together': '同居', child: '生育' });
/** 早婚早育化解 {UNION3}. */
export const UNION3 = defineCodes('UNION3', '早婚早育化解', { separated: '劝返分居', 'by-law': '依法处置', 'follow-up': '跟踪帮扶' });
/** 核查结果 {VERIF}. */
export const VERIF = defineCodes('VERIF', '核查结果', { done: '落实', partly: '部分落实', 'not-done': '未落实' });
