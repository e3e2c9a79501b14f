import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { GCAUSE, PersonText } from '@lianhu/standards';
import { IsBoolean, IsIn } from 'class-validator';

/** 公安训诫监护人: admonition given. */
@Event({
  type: 'police.guardian.admonished',
  version: 1,
  title: '公安训诫监护人',
  level: 'L4',
  category: 'K22',
  protection: ['family', 'justice'],
  basis: 'plan-000',
  purpose: 'educate',
  told: '妇联、乡镇（任务） ≤ 3个工作日',
  example: { guardian: 'P-0001', cause: 'refusal', guidanceOrdered: true },
})
export class GuardianAdmonished {
  @Label('监护人') @Secret() @PersonText() guardian!: Secret<string>;
  @Label('事由') @IsIn(codes(GCAUSE)) cause!: Code<typeof GCAUSE>;
  @Label('是否责令接受指导') @IsBoolean() guidanceOrdered!: boolean;
}
