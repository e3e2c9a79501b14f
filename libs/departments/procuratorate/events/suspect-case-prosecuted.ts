import { CaseRef, codes, Countable, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { CHARGE, IsDay, NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';

/** 起诉未成年人: indictment of a minor. */
@Event({
  type: 'procuratorate.suspect-case.prosecuted',
  version: 1,
  title: '起诉未成年人',
  level: 'L5',
  sealable: true,
  category: 'K11',
  protection: ['justice'],
  basis: 'procuratorate-rules',
  purpose: 'educate',
  told: '法院、司法行政',
  example: { caseRef: '（2026）示329号', charge: 'sexual-assault', prosecutedOn: '2024-09-02' },
})
export class SuspectCaseProsecuted {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('罪名类别') @Secret() @IsIn(codes(CHARGE)) charge!: Secret<Code<typeof CHARGE>>;
  @Label('起诉日期') @Countable() @IsDay({ own: true }) prosecutedOn!: PlainDate;
}
