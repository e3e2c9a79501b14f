import { codes, type PolicyPack } from '@lianhu/kernel';
import { DEPT, MR9, SEX, unknownTown } from '@lianhu/standards';
import { AGE_BANDS, OTHER_AGE } from './scope';

/** A dimension of a breakdown: its key, what always has a cell (other values only when they occur), and Chinese names. */
export interface Dimension {
  readonly id: string;
  readonly title: string;
  readonly values: (policy: PolicyPack) => readonly string[];
  readonly nameOf: (value: string, policy: PolicyPack) => string;
}

/** 乡镇. */
export const TOWN: Dimension = {
  id: 'town',
  title: '乡镇',
  values: (policy) => Object.keys(policy.towns).sort(),
  nameOf: (value, policy) => policy.towns[value] ?? (value === unknownTown(policy.area) ? '未知' : value),
};
/** 性别. */
export const BY_SEX: Dimension = { id: 'sex', title: '性别', values: () => ['1', '2'], nameOf: (value) => titleIn(SEX.titles, value) };
/** 年龄段 at the quarter's end. */
export const AGE_BAND: Dimension = {
  id: 'ageBand',
  title: '年龄段',
  values: () => AGE_BANDS,
  nameOf: (value) => (value === OTHER_AGE ? '其他' : `${value.replace('-', '–')}岁`),
};
/** 强制报告情形. */
export const SITUATION: Dimension = { id: 'situation', title: '情形', values: () => codes(MR9), nameOf: (value) => titleIn(MR9.titles, value) };
/** 预警规则: those that raised or closed something. */
export const RULE: Dimension = { id: 'rule', title: '预警规则', values: () => [], nameOf: (value) => value };
/** 部门: those that sent something. */
export const DEPARTMENT: Dimension = { id: 'department', title: '部门', values: () => [], nameOf: (value) => titleIn(DEPT.titles, value) };
/** 行业: the departments whose staff must report. */
export const SECTOR: Dimension = { ...DEPARTMENT, title: '行业', values: () => ['education', 'health'] };

/** Every dimension by its key. */
export const DIMENSIONS: readonly Dimension[] = [TOWN, BY_SEX, AGE_BAND, SITUATION, RULE, DEPARTMENT];

const titleIn = (titles: Readonly<Record<string, string>>, value: string): string => titles[value] ?? value;
