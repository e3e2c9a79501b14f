import { CaseRef, Countable, Event, Label, type PlainDate, type Secret } from '@lianhu/kernel';
import { IsDay, NumberText } from '@lianhu/standards';
import { IsBoolean } from 'class-validator';

/** 未成年社区矫正入矫: registration. */
@Event({
  type: 'justice.correction.started',
  version: 1,
  title: '未成年社区矫正入矫',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'standard-56',
  purpose: 'educate',
  told: '检察、公安；教育 T',
  example: { caseRef: '（2026）示990号', from: '2024-09-02', to: '2026-10-12', guardianActive: true },
})
export class CorrectionStarted {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('起始日期') @Countable() @IsDay() from!: PlainDate;
  @Label('截止日期') @Countable() @IsDay({ ahead: true }) to!: PlainDate;
  @Label('监护人是否履职') @Countable() @IsBoolean() guardianActive!: boolean;
}
