import { HarmSuspected } from '@lianhu/departments/education';
import { SuspiciousInjuryFound } from '@lianhu/departments/health';
import { count, defineIndicator, from } from '../define';
import { SECTOR, SITUATION } from '../dimensions';
import { incident, once, tallyOf } from '../flows';

/** 强制报告线索数. */
export const D01 = defineIndicator({
  code: 'D01',
  version: 1,
  title: '强制报告线索数',
  definition:
    '本季度学校发现疑似侵害、医疗机构发现疑似侵害伤情的线索件数，同一事件涉及几名未成年人的计一件；按强制报告九种情形、按行业（教育、医疗）分列，只计全县数。',
  protection: ['society', 'school'],
  sources: [
    from(HarmSuspected, ({ data, department }) => ({ situation: data.situation, department })),
    from(SuspiciousInjuryFound, ({ data, department }) => ({ situation: data.situation, department })),
  ],
  of: incident,
  measures: [count('clues', '强制报告线索', 'case')],
  breakdowns: [[], [SITUATION], [SECTOR]],
  tally(facts) {
    const clue = once(facts);
    return clue ? [tallyOf(clue, ['clues'], { ...clue.first.data })] : [];
  },
});
