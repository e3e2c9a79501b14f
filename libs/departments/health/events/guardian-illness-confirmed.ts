import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { PersonText, PSTATE, SIDE } from '@lianhu/standards';
import { IsIn } from 'class-validator';

/** 监护人重病/精神障碍: parent state. */
@Event({
  type: 'health.guardian-illness.confirmed',
  version: 1,
  title: '监护人重病、精神障碍',
  level: 'L4',
  category: 'K03',
  protection: ['family', 'government'],
  basis: 'child-welfare-rules',
  purpose: 'rescue',
  told: '民政 ≤ 5个工作日',
  example: { parent: 'P-0001', side: 'self', kind: '01' },
})
export class GuardianIllnessConfirmed {
  @Label('父母') @Secret() @PersonText() parent!: Secret<string>;
  @Label('关系人') @IsIn(codes(SIDE)) side!: Code<typeof SIDE>;
  @Label('类别') @IsIn(codes(PSTATE)) kind!: Code<typeof PSTATE>;
}
