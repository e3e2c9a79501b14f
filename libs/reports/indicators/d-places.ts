import { HarmSuspected } from '@lianhu/departments/education';
import { SuspiciousInjuryFound } from '@lianhu/departments/health';
import { ChildLabourFound, NetcafeViolationFound, OutletNearSchoolFound, SaleViolationFound } from '@lianhu/departments/other-members';
import { HotelCheckinFlagged, MissingMinorFound, MissingMinorReported } from '@lianhu/departments/police';
import { UnreportedCaseFound } from '@lianhu/departments/procuratorate';
import { hours, msOf } from '@lianhu/kernel';
import { counted, each, says, type Said } from '../counted';
import { count, share } from '../define';
import { LINE_OF_WORK, SECTOR, SOLD, TOWN } from '../dimensions';
import { person } from '../flows';

/** Hours in which harm that was found is reported. Unit: milliseconds. Source: domain model, D02. */
const REPORT_WITHIN = hours(24);
const reportedBy = (department: string, { time, receivedAt }: { time: string; receivedAt: string }): Said => ({
  counts: 'clues',
  also: [(msOf(receivedAt) ?? 0) - (msOf(time) ?? 0) <= REPORT_WITHIN && 'inTime'],
  at: { department },
});

/** 24小时内报告率. */
export const D02 = counted({
  code: 'D02',
  version: 1,
  title: '强制报告24小时内报告率',
  definition:
    '报告率＝本季度学校发现疑似侵害、医疗机构发现疑似侵害伤情的线索中，发现（发生时间）后24小时内报到接入端的件数÷线索件数，同一事件涉及几名未成年人的计一件；按行业分列，只计全县数。来源：学校疑似侵害、疑似侵害伤情。',
  protection: ['society', 'school'],
  of: each,
  sources: [
    says(HarmSuspected, (_data, event) => reportedBy('education', event)),
    says(SuspiciousInjuryFound, (_data, event) => reportedBy('health', event)),
  ],
  measures: [share('rate', '24小时内报告率', 'inTime', 'clues')],
  breakdowns: [[], [SECTOR]],
});

/** 应报未报数. */
export const D05 = counted({
  code: 'D05',
  version: 1,
  title: '应报未报数',
  definition: '本季度检察机关发现的应报告而未报告的件数，按行业分列。追责数待追责流程建成后统计。来源：发现应报未报。',
  protection: ['society', 'justice'],
  of: each,
  sources: [says(UnreportedCaseFound, ({ sector }) => ({ counts: 'unreported', at: { sector } }))],
  measures: [count('unreported', '应报未报', 'case')],
  breakdowns: [[], [LINE_OF_WORK]],
});

/** 旅馆未成年人入住异常. */
export const D09 = counted({
  code: 'D09',
  version: 1,
  title: '旅馆未成年人入住异常、五必须合规率',
  definition:
    '本季度旅馆未成年人入住异常件数，同一次涉及几名未成年人的计一件；合规率＝五必须全部落实的件数÷异常件数；按辖区分乡镇。来源：旅馆未成年人入住异常。',
  protection: ['society'],
  of: each,
  sources: [says(HotelCheckinFlagged, ({ fiveMust }) => ({ counts: 'flagged', also: [fiveMust.every(Boolean) && 'compliant'] }))],
  measures: [count('flagged', '入住异常', 'case'), share('compliant', '五必须合规率', 'compliant', 'flagged')],
  breakdowns: [[], [TOWN]],
});

/** 场所违规. */
export const D10 = counted({
  code: 'D10',
  version: 1,
  title: '场所违规（网吧、烟酒、彩票、文身）',
  definition:
    '本季度发现的网吧等违规接纳、违规销售、校园周边烟草网点件数；违规销售按物品分列；按辖区分乡镇。来源：网吧与娱乐场所违规接纳、向未成年人售酒彩票等、校园周边烟草网点。',
  protection: ['society'],
  of: each,
  sources: [
    says(NetcafeViolationFound, () => ({ counts: 'netcafe' })),
    says(SaleViolationFound, () => ({ counts: 'sales' })),
    says(OutletNearSchoolFound, () => ({ counts: 'outlets' })),
  ],
  measures: [count('netcafe', '违规接纳', 'case'), count('sales', '违规销售', 'case'), count('outlets', '校园周边烟草网点', 'case')],
  breakdowns: [[], [TOWN]],
});
/** 违规销售: of D10, by goods. */
export const D10B = counted({
  code: 'D10B',
  version: 1,
  title: '向未成年人违规销售（按物品）',
  definition: '本季度发现的向未成年人违规销售件数，按物品分列。来源：向未成年人售酒彩票等。',
  protection: ['society'],
  of: each,
  sources: [says(SaleViolationFound, ({ goods }) => ({ counts: 'sales', at: { goods } }))],
  measures: [count('sales', '违规销售', 'case')],
  breakdowns: [[], [SOLD]],
});

/** Minutes in which a missing child is found. Unit: minutes. Source: domain model, D11. */
const FOUND_WITHIN_MINUTES = 1_440;

/** 失踪未成年人及24小时找回率. */
export const D11 = counted({
  code: 'D11',
  version: 1,
  title: '失踪未成年人及24小时找回率',
  definition:
    '本季度失踪报案人数；找回率＝本季度报案的未成年人中，离家1440分钟内找回的人数÷本季度报案人数；只计全县数。来源：未成年人失踪报案、失踪未成年人找回。',
  protection: ['society'],
  of: person,
  often: 'in-every-quarter',
  sources: [
    says(MissingMinorReported, () => ({ counts: 'missing', starts: true, due: '9999' })),
    says(MissingMinorFound, ({ awayMin }) => ({ answers: awayMin <= FOUND_WITHIN_MINUTES })),
  ],
  answering: { whole: 'reported', part: 'foundInTime', counted: 'started' },
  measures: [count('missing', '失踪报案', 'person'), share('found', '24小时找回率', 'foundInTime', 'reported')],
  breakdowns: [[]],
});

/** 童工案件. */
export const D12 = counted({
  code: 'D12',
  version: 1,
  title: '童工案件',
  definition: '本季度查处的使用童工件数，同一案件涉及几名未成年人的计一件；只计全县数。来源：使用童工。',
  protection: ['society'],
  of: each,
  sources: [says(ChildLabourFound, () => ({ counts: 'cases' }))],
  measures: [count('cases', '童工案件', 'case')],
  breakdowns: [[]],
});
