import { CaseRef, codes, Countable, Event, Label, type Code, type PlainDate, type Secret } from '@lianhu/kernel';
import { IsDay, NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { SSEND } from '../codes';

/** 离开专门学校: return or end. */
@Event({
  type: 'education.special-school.left',
  version: 1,
  title: '离开专门学校',
  level: 'L5',
  sealable: true,
  category: 'K25',
  protection: ['school', 'justice'],
  basis: 'crime-prevention-law',
  purpose: 'educate',
  told: '原学校（任务）提前 30 天',
  example: { fileNo: '（2026）示305号', outcome: 'school', leftOn: '2026-10-12' },
})
export class SpecialSchoolLeft {
  /** Makes the case token. */
  @Label('档案编号') @CaseRef() @NumberText() fileNo!: Secret<string>;
  @Label('结果') @Countable() @IsIn(codes(SSEND)) outcome!: Code<typeof SSEND>;
  @Label('离开日期') @Countable() @IsDay({ ahead: true }) leftOn!: PlainDate;
}
