import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { FreeText, NEED } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';

/** 会商任务完成. */
@Event({
  type: 'hub.conference-task.completed',
  version: 1,
  title: '会商任务完成',
  level: 'L4',
  category: 'K20',
  protection: ['family', 'government'],
  basis: 'standard-20',
  purpose: 'aid',
  told: '未保办',
  example: { need: 'guardianship', evidence: '情况说明' },
})
export class ConferenceTaskCompleted {
  @Label('需求') @IsIn(codes(NEED)) need!: Code<typeof NEED>;
  @Label('完成佐证') @IsOptional() @Secret() @FreeText(500) evidence?: Secret<string>;
}
