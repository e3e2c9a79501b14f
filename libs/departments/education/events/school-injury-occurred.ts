import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { INJ } from '@lianhu/standards';
import { IsBoolean, IsIn } from 'class-validator';
import { ACCID } from '../codes';

/** 校园伤害事故/实习事故: injury at school or internship. */
@Event({
  type: 'education.school-injury.occurred',
  version: 1,
  title: '校园伤害事故、实习事故',
  level: 'L4',
  category: 'K07',
  protection: ['school'],
  basis: 'standard-29',
  purpose: 'treat',
  told: '教育即时；应急',
  example: { kind: 'sport', injury: 'none', internship: true },
})
export class SchoolInjuryOccurred {
  @Label('类别') @IsIn(codes(ACCID)) kind!: Code<typeof ACCID>;
  @Label('伤情') @IsIn(codes(INJ)) injury!: Code<typeof INJ>;
  @Label('是否实习期间') @IsBoolean() internship!: boolean;
}
