import { defineCodes } from '@lianhu/kernel';

/** 涉警角色 {ROLE}. Source: domain model §8.2, police lists. */
export const ROLE = defineCodes('ROLE', '角色', { victim: '被害', witness: '目睹', doer: '行为人', seeker: '求助' });
/** 伤情 {INJ}. */
export const INJURY = defineCodes('INJ', '伤情', { none: '无', slight: '轻微', minor: '轻伤', serious: '重伤', death: '死亡' });
