import { CaseRef, codes, Countable, Event, Label, Secret, type Code, type Moment } from '@lianhu/kernel';
import { CLUESRC, FreeText, IsMoment, MR9, NumberText, PersonText, SECTOR } from '@lianhu/standards';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';

/** 线索报告. */
@Event({
  type: 'hub.clue.reported',
  version: 1,
  title: '线索报告',
  level: 'L5',
  category: 'K10',
  protection: ['society', 'justice'],
  basis: 'mandatory-report',
  purpose: 'rescue',
  told: '公安 即时、未保办个案专员 即时',
  example: {
    clueNo: '（2026）示905号',
    reporterKind: 'school',
    sector: 'education',
    reporter: 'P-0001',
    situation: '1',
    urgent: true,
    foundAt: '2024-09-02T09:30:00.000+08:00',
    place: '情况说明',
  },
})
export class ClueReported {
  /** Makes the case token. */
  @Label('线索编号') @IsOptional() @CaseRef() @NumberText() clueNo?: Secret<string>;
  @Label('报告人来源') @Countable() @IsIn(codes(CLUESRC)) reporterKind!: Code<typeof CLUESRC>;
  @Label('行业') @Countable() @IsIn(codes(SECTOR)) sector!: Code<typeof SECTOR>;
  @Label('报告人') @IsOptional() @Secret() @PersonText() reporter?: Secret<string>;
  @Label('情形') @Countable() @IsIn(codes(MR9)) situation!: Code<typeof MR9>;
  @Label('是否紧急') @Countable() @IsBoolean() urgent!: boolean;
  @Label('发现时间') @Countable() @IsMoment() foundAt!: Moment;
  @Label('地点') @IsOptional() @Secret() @FreeText(500) place?: Secret<string>;
}
