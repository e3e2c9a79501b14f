import { CaseRef, codes, Countable, Event, Label, type Code, type Secret } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { SUBST } from '../codes';

/** 醉酒/毒品/"上头电子烟"救治: emergency. */
@Event({
  type: 'health.intoxication.treated',
  version: 1,
  title: '醉酒、毒品、“上头电子烟”救治',
  level: 'L5',
  category: 'K10',
  protection: ['society'],
  basis: 'plan-002',
  purpose: 'rescue',
  told: '公安立即；文旅、市场监管检查场所',
  example: { fileNo: '（2026）示172号', substance: 'alcohol' },
})
export class IntoxicationTreated {
  /** Makes the case token. */
  @Label('档案编号') @IsOptional() @CaseRef() @NumberText() fileNo?: Secret<string>;
  @Label('物质') @Countable() @IsIn(codes(SUBST)) substance!: Code<typeof SUBST>;
}
