import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { PersonText, SIDE } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { MISSDEAD } from '../codes';

/** 宣告失踪/死亡: declaration effective. */
@Event({
  type: 'court.parent.declared-missing-dead',
  version: 1,
  title: '宣告失踪、死亡',
  level: 'L4',
  category: 'K03',
  protection: ['government'],
  basis: 'child-welfare-rules',
  purpose: 'rescue',
  told: '民政 ≤ 3 个工作日（核对类别）',
  example: { parent: 'P-0001', side: 'self', kind: 'missing' },
})
export class ParentDeclaredMissingDead {
  @Label('父母') @Secret() @PersonText() parent!: Secret<string>;
  @Label('关系人') @IsIn(codes(SIDE)) side!: Code<typeof SIDE>;
  @Label('类别') @IsIn(codes(MISSDEAD)) kind!: Code<typeof MISSDEAD>;
}
