import { ACCID, LAWBY, STAGE } from '@lianhu/departments/education';
import { ALLOW, GGRADE, TG7 } from '@lianhu/departments/civil-affairs';
import { NBSITEM } from '@lianhu/departments/health';
import { PLACEKIND, POST, SN5 } from '@lianhu/departments/hub';
import { GOODS, NETKIND, PERIOD } from '@lianhu/departments/other-members';
import { codes, type PolicyPack } from '@lianhu/kernel';
import { CAT, CHARGE, DEPT, DISKIND, MR9, PSTATE, SECTOR as SECTORS, SEX, unknownTown } from '@lianhu/standards';
import { AGE_BANDS, OTHER_AGE } from './scope';

/** A dimension of a breakdown: its key, what always has a cell (other values only when they occur), and Chinese names. */
export interface Dimension {
  readonly id: string;
  readonly title: string;
  readonly values: (policy: PolicyPack) => readonly string[];
  readonly nameOf: (value: string, policy: PolicyPack) => string;
}

const titleIn = (titles: Readonly<Record<string, string>>, value: string): string => titles[value] ?? value;

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

interface Codes {
  readonly titles: Readonly<Record<string, string>>;
}
/** A dimension of a code list: the values that occurred. */
const ofCodes = (id: string, title: string, list: Codes): Dimension => ({
  id,
  title,
  values: () => [],
  nameOf: (value) => titleIn(list.titles, value),
});
/** 对象类别. */
export const CATEGORY = ofCodes('category', '对象类别', CAT);
/** 父母状况: of both, `01+06`. */
export const PARENTS: Dimension = {
  id: 'parents',
  title: '父母状况',
  values: () => [],
  nameOf: (value) =>
    value
      .split('+')
      .map((code) => titleIn(PSTATE.titles, code))
      .join('＋'),
};
/** 残疾类别. */
export const DISABILITY = ofCodes('disability', '残疾类别', DISKIND);
/** 监护评估等级. */
export const GRADE = ofCodes('grade', '评估等级', GGRADE);
/** 临时监护情形. */
export const TEMPORARY = ofCodes('temporary', '临时监护情形', TG7);
/** 补贴种类. */
export const ALLOWANCE = ofCodes('allowance', '补贴种类', ALLOW);
/** 学段. */
export const SCHOOL_STAGE = ofCodes('stage', '学段', STAGE);
/** 校园伤害事故. */
export const ACCIDENT = ofCodes('accident', '事故类别', ACCID);
/** 普法主体. */
export const LAW_GIVER = ofCodes('giver', '普法主体', LAWBY);
/** 新生儿筛查项目. */
export const NEWBORN_ITEM = ofCodes('item', '筛查项目', NBSITEM);
/** 违规销售物品. */
export const SOLD = ofCodes('goods', '违规物品', GOODS);
/** 网络问题. */
export const NETWORK = ofCodes('network', '网络问题', NETKIND);
/** 重要时段. */
export const TIMES_OF_YEAR = ofCodes('period', '时段', PERIOD);
/** 罪名类别. */
export const OFFENCE = ofCodes('charge', '罪名类别', CHARGE);
/** 行业 of a non-report or a check. */
export const LINE_OF_WORK = ofCodes('sector', '行业', SECTORS);
/** 岗位. */
export const STAFF_POST = ofCodes('post', '岗位', POST);
/** 机构场所种类. */
export const PLACE_KIND = ofCodes('kind', '场所种类', PLACEKIND);
/** 哨点类别. */
export const SENTINEL = ofCodes('sentinel', '哨点类别', SN5);
/** Age of a restricted fact about a pregnancy. */
export const UNDER_14: Dimension = {
  id: 'age14',
  title: '年龄段',
  values: () => [],
  nameOf: (value) => (value === 'under' ? '不满14周岁' : '14–17周岁'),
};

/** Every dimension by its key. */
export const DIMENSIONS: readonly Dimension[] = [
  TOWN,
  BY_SEX,
  AGE_BAND,
  SITUATION,
  RULE,
  DEPARTMENT,
  CATEGORY,
  PARENTS,
  DISABILITY,
  GRADE,
  TEMPORARY,
  ALLOWANCE,
  SCHOOL_STAGE,
  ACCIDENT,
  LAW_GIVER,
  NEWBORN_ITEM,
  SOLD,
  NETWORK,
  TIMES_OF_YEAR,
  OFFENCE,
  LINE_OF_WORK,
  STAFF_POST,
  PLACE_KIND,
  SENTINEL,
  UNDER_14,
];
