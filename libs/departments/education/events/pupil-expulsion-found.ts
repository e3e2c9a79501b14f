import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { EXPEL } from '../codes';

/** 违规开除/变相开除: finding. */
@Event({
  type: 'education.pupil-expulsion.found',
  version: 1,
  title: '违规开除、变相开除',
  level: 'L3',
  category: 'K04',
  protection: ['school'],
  basis: 'minors-protection-law',
  purpose: 'educate',
  told: '未保办、督查专员即时',
  example: { school: 'org-example-001', form: 'persuaded-out' },
})
export class PupilExpulsionFound {
  @Label('学校') @IsOrg() school!: string;
  @Label('形式') @IsIn(codes(EXPEL)) form!: Code<typeof EXPEL>;
}
