import { MinorDelisted, MinorListed } from '@lianhu/departments/civil-affairs';
import { MinorRegistered } from '@lianhu/departments/hub';
import { count, defineIndicator, from } from '../define';
import { AGE_BAND, BY_SEX, TOWN } from '../dimensions';
import { person } from '../flows';
import { isUnder, residence } from '../scope';

/** Every child by residence, and everything that is counted under it. */
const BY_CHILD = [[], [TOWN], [BY_SEX], [AGE_BAND], [TOWN, BY_SEX, AGE_BAND]];
/** Left-behind children are younger than this. Unit: years. Source: civil affairs' definition of 农村留守儿童. */
const LEFT_BEHIND_UNDER = 16;
/** 对象类别 04 农村留守. */
const LEFT_BEHIND = '04';

/** 未成年人总数. */
export const A01 = defineIndicator({
  code: 'A01',
  version: 1,
  title: '未成年人总数',
  definition: '季末24时已登记、未满18周岁的未成年人数；按出生季度计年龄，出生季度末即视为已过生日；按居住地分乡镇。',
  protection: ['government'],
  sources: [from(MinorRegistered, () => undefined)],
  of: person,
  measures: [count('minors', '未成年人', 'person')],
  breakdowns: BY_CHILD,
  tally(facts, scope) {
    const registered = facts.filter((fact) => fact.time < scope.end);
    const profile = scope.child(facts[0]?.subject);
    if (!registered.length || !profile || !isUnder(profile, scope.quarter)) return [];
    return [{ quantities: ['minors'], at: residence(profile, scope), facts: registered }];
  },
});

/** 农村留守儿童数. */
export const A04 = defineIndicator({
  code: 'A04',
  version: 1,
  title: '农村留守儿童数',
  definition: '季末24时在册（对象类别04已纳入、未退出）且未满16周岁的农村留守儿童数（民政口径）；按居住地分乡镇。',
  protection: ['government', 'family'],
  sources: [
    from(MinorListed, ({ data }) => ({ category: data.category, listed: true })),
    from(MinorDelisted, ({ data }) => ({ category: data.category, listed: false })),
  ],
  of: person,
  measures: [count('leftBehind', '农村留守儿童', 'person')],
  breakdowns: BY_CHILD,
  tally(facts, scope) {
    const listings = facts.filter((fact) => fact.data.category === LEFT_BEHIND && fact.time < scope.end);
    const profile = scope.child(facts[0]?.subject);
    if (!listings.at(-1)?.data.listed || !profile || !isUnder(profile, scope.quarter, LEFT_BEHIND_UNDER)) return [];
    return [{ quantities: ['leftBehind'], at: residence(profile, scope), facts: listings }];
  },
});
