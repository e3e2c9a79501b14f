import { CategoryConfirmed, CategoryEnded, HivMinorDelisted, HivMinorListed, MinorDelisted, MinorListed } from '@lianhu/departments/civil-affairs';
import { CertificateIssued } from '@lianhu/departments/disabled-federation';
import { HouseholdRegistered } from '@lianhu/departments/police';
import { OffendingMinorDelisted, OffendingMinorListed, VictimMinorDelisted, VictimMinorListed } from '@lianhu/departments/procuratorate';
import { counted, says, someone } from '../counted';
import { count } from '../define';
import { AGE_BAND, BY_SEX, CATEGORY, DISABILITY, PARENTS, TOWN } from '../dimensions';
import { person } from '../flows';

const BY_CHILD = [[], [TOWN], [BY_SEX], [AGE_BAND], [TOWN, BY_SEX, AGE_BAND]];

/** Categories confirmed, as the stock into which each puts its child. */
const ORPHANS: Readonly<Partial<Record<string, string>>> = { '01': 'inInstitutions', '02': 'inFamilies' };
const UNATTENDED = '03';
const FLOATING = '05';

/** 孤儿数. */
export const A02 = counted({
  code: 'A02',
  version: 1,
  title: '孤儿数',
  definition: '季末24时经民政认定、未终止且未满18周岁的孤儿数，分集中供养（对象类别01）与散居（02）；按居住地分乡镇。来源：困境类别认定、资格终止。',
  protection: ['government'],
  of: person,
  sources: [
    says(CategoryConfirmed, ({ category }) => ({ opens: ORPHANS[category] })),
    says(CategoryEnded, ({ category }) => ({ closes: ORPHANS[category] })),
  ],
  stock: { total: 'orphans' },
  measures: [count('orphans', '孤儿', 'person'), count('inInstitutions', '集中供养', 'person'), count('inFamilies', '散居', 'person')],
  breakdowns: BY_CHILD,
});

/** 事实无人抚养儿童数. */
export const A03 = counted({
  code: 'A03',
  version: 1,
  title: '事实无人抚养儿童数',
  definition:
    '季末24时经民政认定（对象类别03）、未终止且未满18周岁的事实无人抚养儿童数；按居住地分乡镇，按认定时父母状况（父、母）分列。来源：困境类别认定、资格终止。',
  protection: ['government'],
  of: person,
  sources: [
    says(CategoryConfirmed, ({ category, parentStates }) => ({
      opens: category === UNATTENDED ? 'unattended' : undefined,
      at: { parents: parentStates.join('+') },
    })),
    says(CategoryEnded, ({ category }) => ({ closes: category === UNATTENDED ? 'unattended' : [] })),
  ],
  measures: [count('unattended', '事实无人抚养儿童', 'person')],
  breakdowns: [...BY_CHILD, [PARENTS]],
});

/** 流动儿童数. */
export const A05 = counted({
  code: 'A05',
  version: 1,
  title: '流动儿童数',
  definition: '季末24时在册（对象类别05已纳入、未退出）且未满18周岁的流动儿童数；按居住地分乡镇。来源：纳入重点对象、退出重点对象。',
  protection: ['government'],
  of: person,
  sources: [
    says(MinorListed, ({ category }) => ({ opens: category === FLOATING ? 'floating' : undefined })),
    says(MinorDelisted, ({ category }) => ({ closes: category === FLOATING ? 'floating' : [] })),
  ],
  measures: [count('floating', '流动儿童', 'person')],
  breakdowns: BY_CHILD,
});

/** Difficult children who are listed under their own name, by category. */
const DIFFICULT: Readonly<Partial<Record<string, string>>> = { '06': 'poor', '07': 'ill', '08': 'disabled', '09': 'unguarded', '10': 'badlyGuarded' };

/** 其他困境儿童数. */
export const A06 = counted({
  code: 'A06',
  version: 1,
  title: '其他困境儿童数',
  definition:
    '季末24时在册且未满18周岁的家庭贫困（06）、重病（07）、重残（08）、监护缺失（09）、监护不当（10）儿童数，同一人多类在合计中计一次；按居住地分乡镇。来源：纳入重点对象、退出重点对象。',
  protection: ['government'],
  of: person,
  sources: [
    says(MinorListed, ({ category }) => ({ opens: DIFFICULT[category] })),
    says(MinorDelisted, ({ category }) => ({ closes: DIFFICULT[category] })),
  ],
  stock: { total: 'difficult' },
  measures: [
    count('difficult', '困境儿童（合计）', 'person'),
    count('poor', '家庭贫困', 'person'),
    count('ill', '重病', 'person'),
    count('disabled', '重残', 'person'),
    count('unguarded', '监护缺失', 'person'),
    count('badlyGuarded', '监护不当', 'person'),
  ],
  breakdowns: BY_CHILD,
});

/** 涉密类困境儿童数: of A06, what stands under a case token only. */
export const A06L5 = counted({
  code: 'A06L5',
  version: 1,
  title: '其他困境儿童数（限知类别）',
  definition:
    '季末24时在册的艾滋病毒感染儿童（12）、未成年被害人（15）、涉罪未成年人（16）数，按案件代号计，只计全县数并从严隐去。来源：各限知类别的纳入、退出。',
  protection: ['government', 'justice'],
  of: someone,
  sources: [
    says(HivMinorListed, () => ({ opens: 'hiv' })),
    says(HivMinorDelisted, () => ({ closes: 'hiv' })),
    says(VictimMinorListed, () => ({ opens: 'victims' })),
    says(VictimMinorDelisted, () => ({ closes: 'victims' })),
    says(OffendingMinorListed, () => ({ opens: 'offenders' })),
    says(OffendingMinorDelisted, () => ({ closes: 'offenders' })),
  ],
  measures: [count('hiv', '艾滋病毒感染儿童', 'person'), count('victims', '未成年被害人', 'person'), count('offenders', '涉罪未成年人', 'person')],
  breakdowns: [[]],
});

/** 新增/退出重点对象. */
export const A08 = counted({
  code: 'A08',
  version: 1,
  title: '新增、退出重点对象',
  definition:
    '本季度纳入、退出重点对象的人次，同一人同一类别在一季内计一次；按对象类别、性别分列，按上报辖区分乡镇（未写明的按居住地）。来源：纳入重点对象、退出重点对象。',
  protection: ['government'],
  of: ({ subject, data }) => subject && `${subject} ${String(data['category'])}`,
  often: 'in-every-quarter',
  sources: [
    says(MinorListed, ({ category }) => ({ counts: 'listed', at: { category } })),
    says(MinorDelisted, ({ category }) => ({ counts: 'delisted', at: { category } })),
  ],
  measures: [count('listed', '新增', 'times'), count('delisted', '退出', 'times')],
  breakdowns: [[], [TOWN], [BY_SEX], [CATEGORY], [TOWN, CATEGORY]],
});

/** 无户籍未成年人数. */
export const A09 = counted({
  code: 'A09',
  version: 1,
  title: '无户籍未成年人数',
  definition: '季末24时公安发现未落户、此后没有出生登记、补登、收养、迁入等落户登记且未满18周岁的人数；按居住地分乡镇。来源：户口登记、发现未落户。',
  protection: ['government'],
  of: person,
  sources: [says(HouseholdRegistered, ({ kind }) => (kind === 'unregistered' ? { opens: 'unregistered' } : { closes: 'unregistered' }))],
  measures: [count('unregistered', '无户籍未成年人', 'person')],
  breakdowns: [[], [TOWN], [AGE_BAND], [TOWN, AGE_BAND]],
});

/** 残疾未成年人数. */
export const A10 = counted({
  code: 'A10',
  version: 1,
  title: '残疾未成年人数',
  definition: '季末24时本人持残疾人证且未满18周岁的人数，按最近一次核发的残疾类别分列；按居住地分乡镇。来源：残疾人证核发。',
  protection: ['government'],
  of: person,
  sources: [says(CertificateIssued, ({ holder, kind }) => (holder === 'self' ? { opens: 'disabled', at: { disability: kind } } : {}))],
  measures: [count('disabled', '残疾未成年人', 'person')],
  breakdowns: [...BY_CHILD, [DISABILITY]],
});
