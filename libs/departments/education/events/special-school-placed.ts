import { CaseRef, Countable, Event, Label, Secret, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg, NumberText } from '@lianhu/standards';
import { IsBoolean, IsOptional } from 'class-validator';

/** 送入专门学校: placement. */
@Event({
  type: 'education.special-school.placed',
  version: 1,
  title: '送入专门学校',
  level: 'L5',
  sealable: true,
  category: 'K25',
  protection: ['school', 'justice'],
  basis: 'plan-000',
  purpose: 'educate',
  told: '公安、检察、司法行政',
  example: { fileNo: '（2026）示495号', school: 'org-example-001', from: '2026-10-12', to: '2026-10-12', byPolice: true },
})
export class SpecialSchoolPlaced {
  /** Makes the case token. */
  @Label('档案编号') @CaseRef() @NumberText() fileNo!: Secret<string>;
  @Label('学校') @IsOptional() @Secret() @IsOrg() school?: Secret<string>;
  @Label('起始日期') @Countable() @IsDay({ ahead: true }) from!: PlainDate;
  @Label('截止日期') @IsOptional() @Countable() @IsDay({ ahead: true }) to?: PlainDate;
  @Label('是否公安参与决定') @Countable() @IsBoolean() byPolice!: boolean;
}
