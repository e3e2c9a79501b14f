import { MinorContentHandled, NetcafeCheckDone, NetcafeViolationFound, NetworkBullyingReported } from '@lianhu/departments/other-members';
import { counted, each, eachEvent, says } from '../counted';
import { amount, count } from '../define';
import { NETWORK, TIMES_OF_YEAR, TOWN } from '../dimensions';

/** 涉未网络举报及处置时长. */
export const E01 = counted({
  code: 'E01',
  version: 1,
  title: '涉未网络举报及处置时长',
  definition:
    '本季度办结的涉未成年人网络举报件数，按问题类别分列；处置时长的中位数（件数为偶数时取较小的一个）；只计全县数。来源：涉未网络举报处置。',
  protection: ['network'],
  of: eachEvent,
  sources: [says(MinorContentHandled, ({ kind, handledMin }) => ({ counts: 'handled', at: { network: kind }, amounts: { minutes: handledMin } }))],
  measures: [count('handled', '办结举报', 'case'), amount('minutes', '处置时长中位数', 'minute', 'handled', 'median')],
  breakdowns: [[], [NETWORK]],
});

/** 网络欺凌数. */
export const E02 = counted({
  code: 'E02',
  version: 1,
  title: '网络欺凌举报',
  definition: '本季度网络欺凌举报件数，同一事件涉及几名未成年人的计一件；只计全县数。来源：网络欺凌举报。',
  protection: ['network'],
  of: each,
  sources: [says(NetworkBullyingReported, () => ({ counts: 'reported' }))],
  measures: [count('reported', '网络欺凌举报', 'case')],
  breakdowns: [[]],
});

/** 重要时段网吧检查及违规. */
export const E03 = counted({
  code: 'E03',
  version: 1,
  title: '重要时段网吧检查及违规',
  definition: '本季度重要时段网吧检查的次数、检查场所数、检查发现的违规数，按时段分列；按辖区分乡镇。来源：重要时段网吧检查。',
  protection: ['network', 'society'],
  of: eachEvent,
  sources: [says(NetcafeCheckDone, ({ period, venues, violations }) => ({ counts: 'checks', at: { period }, amounts: { venues, violations } }))],
  measures: [count('checks', '检查', 'times'), count('venues', '检查场所', 'times'), count('violations', '发现违规', 'times')],
  breakdowns: [[], [TOWN], [TIMES_OF_YEAR]],
});
/** 违规接纳未成年人: of E03, the violations that were found and recorded one by one. */
export const E03B = counted({
  code: 'E03B',
  version: 1,
  title: '网吧、娱乐场所违规接纳',
  definition: '本季度查处的网吧、娱乐场所违规接纳未成年人件次；按辖区分乡镇。来源：网吧与娱乐场所违规接纳。',
  protection: ['network', 'society'],
  of: each,
  sources: [says(NetcafeViolationFound, ({ minors }) => ({ counts: 'violations', amounts: { minors } }))],
  measures: [count('violations', '违规接纳', 'times'), count('minors', '接纳未成年人', 'times')],
  breakdowns: [[], [TOWN]],
});
