/**
 * Records that people enter by hand, in groups of which each is entered by the same roles. What is not here is appended by
 * the hub itself or by a command of a process, which knows in which state it may be.
 */
export const RECORD_GROUPS = {
  visits: { title: '家访', types: ['hub.visit.planned', 'hub.visit.done', 'hub.visit.missed'] },
  patrols: { title: '网格巡查', types: ['hub.patrol.done'] },
  census: { title: '摸排', types: ['hub.census-round.child-confirmed', 'hub.census-round.signed-off'] },
  'census-rounds': { title: '摸排部署', types: ['hub.census-round.opened'] },
  guardianship: {
    title: '监护监督',
    types: [
      'hub.unattended-minor.reported',
      'hub.guardian.dissuaded',
      'hub.guardian.interviewed',
      'hub.neighbour-care.arranged',
      'hub.neighbour-care.ended',
    ],
  },
  'clue-reports': { title: '强制报告', types: ['hub.clue.reported'] },
  clues: {
    title: '线索办理',
    types: ['hub.clue.accepted', 'hub.clue.transferred', 'hub.clue.investigated', 'hub.clue.disposed', 'hub.clue.feedback-given'],
  },
  'union-reports': { title: '早婚早育发现', types: ['hub.early-union.found'] },
  unions: { title: '早婚早育化解', types: ['hub.early-union.resolved'] },
  sentinels: { title: '哨点报告', types: ['hub.sentinel-report.filed'] },
  'sentinel-answers': { title: '哨点报告答复', types: ['hub.sentinel-report.answered'] },
  hotline: {
    title: '热线',
    types: [
      'hub.hotline-case.received',
      'hub.hotline-case.dispatched',
      'hub.hotline-case.answered',
      'hub.policy-inquiry.received',
      'hub.policy-inquiry.answered',
    ],
  },
  services: {
    title: '服务与转介',
    types: [
      'hub.service.planned',
      'hub.service.delivered',
      'hub.service.closed',
      'hub.need.met',
      'hub.referral.sent',
      'hub.referral.accepted',
      'hub.referral.returned',
      'hub.referral.closed',
    ],
  },
  risk: { title: '风险评估', types: ['hub.risk.assessed', 'hub.risk.regraded'] },
  conferences: {
    title: '个案会商',
    types: [
      'hub.conference.requested',
      'hub.conference.held',
      'hub.conference-task.assigned',
      'hub.conference-task.completed',
      'hub.conference.closed',
    ],
  },
  supervision: {
    title: '督办与督查',
    types: [
      'hub.supervision.listed',
      'hub.supervision.rectified',
      'hub.supervision.extended',
      'hub.supervision.delisted',
      'hub.inspection.done',
      'hub.accountability.started',
      'hub.accountability.concluded',
      'hub.access-breach.found',
    ],
  },
  recommendations: {
    title: '建议书',
    types: ['hub.recommendation.issued', 'hub.recommendation.replied', 'hub.recommendation.objected', 'hub.recommendation.verified'],
  },
  'staff-checks': { title: '从业查询', types: ['hub.staff-check.requested', 'hub.staff-check.answered'] },
  'staff-hits': { title: '查询有记录', types: ['hub.staff-hit.found', 'hub.staff-hit.handled'] },
  places: { title: '机构场所', types: ['hub.place.registered', 'hub.place.closed', 'hub.place-opening.recorded'] },
  staff: {
    title: '人员与培训',
    types: ['hub.staff.appointed', 'hub.staff.left', 'hub.training.held', 'hub.training.completed'],
  },
  standards: {
    title: '达标与季报文字',
    types: ['hub.evidence.submitted', 'hub.standard.scored', 'hub.negative.declared', 'hub.narrative.submitted'],
  },
  'case-orders': { title: '案件指令', types: ['hub.case-order.issued'] },
  'case-order-executions': { title: '案件指令执行', types: ['hub.case-order.executed'] },
  office: {
    title: '未保办工作',
    types: [
      'hub.meeting.held',
      'hub.minutes.issued',
      'hub.resolution.made',
      'hub.resolution.reported',
      'hub.resolution.closed',
      'hub.work-plan.issued',
      'hub.research.completed',
      'hub.circular.issued',
      'hub.policy-document.filed',
      'hub.pairing.assigned',
      'hub.typical-case.published',
      'hub.expert.registered',
      'hub.expert.removed',
      'hub.exhibit.published',
      'hub.bulletin.published',
    ],
  },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly types: readonly string[] }>>;
/** A group of records that the same roles enter. */
export type RecordGroup = keyof typeof RECORD_GROUPS;

/** The group of every type that people enter. */
export const ENTERED: ReadonlyMap<string, RecordGroup> = new Map(
  Object.entries(RECORD_GROUPS).flatMap(([group, { types }]) => types.map((type): [string, RecordGroup] => [type, group as RecordGroup])),
);
