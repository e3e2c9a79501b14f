import { CaseRef, Countable, Event, Label, Secret } from '@lianhu/kernel';
import { IsOrg, NumberText } from '@lianhu/standards';
import { IsBoolean, IsInt, IsOptional, Max, Min } from 'class-validator';

/** 一站式取证完成: interview ended. */
@Event({
  type: 'police.one-stop-interview.completed',
  version: 1,
  title: '一站式取证完成',
  level: 'L5',
  category: 'K10',
  protection: ['justice'],
  basis: 'standard-59',
  purpose: 'rescue',
  told: '检察；卫健、妇联 T',
  example: { caseRef: '（2026）示940号', room: 'org-example-001', recorded: true, times: 1, femaleStaff: true, examined: true, counselled: true },
})
export class OneStopInterviewCompleted {
  /** Makes the case token. */
  @Label('案号') @CaseRef() @NumberText() caseRef!: Secret<string>;
  @Label('办案区') @Secret() @IsOrg() room!: Secret<string>;
  @Label('是否录音录像') @Countable() @IsBoolean() recorded!: boolean;
  @Label('次数') @Countable() @IsInt() @Min(0) @Max(1_000_000) times!: number;
  @Label('是否女性办案人员') @IsOptional() @Countable() @IsBoolean() femaleStaff?: boolean;
  @Label('是否身体检查') @IsOptional() @Countable() @IsBoolean() examined?: boolean;
  @Label('是否心理疏导') @IsOptional() @Countable() @IsBoolean() counselled?: boolean;
}
