/** An indicator of the domain model that cannot be counted yet: never shown as 0. */
export interface NotYet {
  readonly code: string;
  readonly title: string;
  /** What is missing. */
  readonly why: string;
}
const TERMS = 'per-term rows need the dates of terms, which are not declared yet';
const PROCESS = 'its process is not built';

/** Indicators, or parts of one, whose sources are processes and registers that later steps build. */
export const NOT_YET: readonly NotYet[] = [
  { code: 'A07', title: '风险等级人数', why: 'risk grading (`hub.risk.regraded`) is not built' },
  {
    code: 'B06',
    title: '社区家教活动达标率',
    why: 'a session names its station, and the register of places ties a station to a town, not to a community',
  },
  { code: 'B10', title: '家访应访、实访、见到儿童率', why: 'home visits (`hub.visit.*`): ' + PROCESS },
  { code: 'B11', title: '网格巡查达标率', why: 'patrols (`hub.patrol.*`): ' + PROCESS },
  { code: 'B12', title: '3岁以下家庭照护服务人次', why: 'services (`hub.service.*`): ' + PROCESS },
  { code: 'B15 (7-day visit rate)', title: '首次查访7日率', why: 'home visits (`hub.visit.*`): ' + PROCESS },
  { code: 'B18', title: '家庭监护监督阶梯', why: 'steps of supervision (`hub.guardian.*`, P20): ' + PROCESS },
  { code: 'B19', title: '事实无人监护报告及7日安排率', why: '`hub.unattended-minor.reported`, `hub.neighbour-care.arranged`: ' + PROCESS },
  { code: 'B21', title: '学校家长学校达标率', why: TERMS },
  { code: 'B22', title: '监护人年度公益家教服务覆盖率', why: 'households (`hub.patrol-household.*`): ' + PROCESS },
  { code: 'B23', title: '邻里照顾、临时委托', why: '`hub.neighbour-care.*`: ' + PROCESS },
  { code: 'C04', title: '适龄未在校人数', why: 'rule R12 needs the dates of terms and exemptions; neither is declared yet' },
  { code: 'C07 (24-hour referral rate)', title: '24小时转介率', why: '`hub.referral.sent`, P18: ' + PROCESS },
  { code: 'C16 (rate a term)', title: '法治教育每学期达标率', why: TERMS },
  { code: 'D03', title: '受理及时率', why: 'acceptance by case token needs P01 whole' },
  { code: 'D04', title: '反馈率', why: 'P01: ' + PROCESS },
  { code: 'D05 (sanctions)', title: '追责数', why: '`hub.accountability.concluded`: ' + PROCESS },
  { code: 'D08', title: '热线受理、办结、满意', why: '`hub.hotline-case.*`, P02: ' + PROCESS },
  { code: 'D13 (reports)', title: '哨点报告数、按时答复率', why: '`hub.sentinel-report.*`: ' + PROCESS },
  { code: 'F02', title: '发放及时率', why: 'no policy pack says the day of the month by which allowances are due' },
  { code: 'F17', title: '早婚早育', why: '`hub.early-union.*`, P17: ' + PROCESS },
  { code: 'F18', title: '每千人口托位数', why: 'residents are filled in by hand (manual cells); nurseries stand in H09B' },
  {
    code: 'G05 (rates)',
    title: '社会调查率、法律援助率',
    why: 'court and justice make different case tokens of one case; what links them is secret',
  },
  { code: 'G06 (3-day rate)', title: '封存3日内执行率', why: 'filled in by the procuratorate from its own register (manual cells)' },
  { code: 'G08', title: '建议及按期回复率', why: '`hub.recommendation.*`: ' + PROCESS },
  ...['H02 会商次数、任务按期率', 'H03 挂牌督办', 'H10 会议次数', 'H12 负面清单触发数', 'H14 摸排覆盖率'].map((text) => ({
    code: text.slice(0, 3),
    title: text.slice(4),
    why: 'records of the office: ' + PROCESS,
  })),
  { code: 'H06', title: '身份未匹配率', why: 'unmatched identities wait in the vault; the log says nothing of them' },
  { code: 'H09 (coverage)', title: '关爱服务场所覆盖率', why: 'a place is registered in a town; its community is not told' },
  ...['H15 议定事项按期办结率', 'H16 政策咨询、转介按期办结率', 'H17 季报告、总结按期报送率', 'H18 专家、典型案例、对口帮扶'].map((text) => ({
    code: text.slice(0, 3),
    title: text.slice(4),
    why: 'records of the office: ' + PROCESS,
  })),
];
