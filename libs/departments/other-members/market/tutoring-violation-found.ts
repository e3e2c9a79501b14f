import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { TUTORV } from '../codes';

/** 校外培训违规: inspection (ED/market). */
@Event({
  type: 'market.tutoring-violation.found',
  version: 1,
  title: '校外培训违规',
  level: 'L2',
  category: 'K16',
  protection: ['society'],
  basis: 'standard-41',
  child: false,
  purpose: 'supervise',
  told: '教育',
  example: { org: 'org-example-001', kind: 'holiday' },
})
export class TutoringViolationFound {
  @Label('单位') @IsOrg() org!: string;
  @Label('类别') @IsIn(codes(TUTORV)) kind!: Code<typeof TUTORV>;
}
