import { CaseRef, codes, Countable, Event, Label, type Code, type Secret } from '@lianhu/kernel';
import { NumberText } from '@lianhu/standards';
import { IsBoolean, IsIn } from 'class-validator';
import { ADOPT } from '../codes';

/** 收养登记/解除: register. */
@Event({
  type: 'civil-affairs.adoption.registered',
  version: 1,
  title: '收养登记、解除',
  level: 'L5',
  category: 'K22',
  protection: ['family'],
  basis: 'plan-002',
  purpose: 'educate',
  told: '仅公安',
  example: { registerNo: '（2026）示736号', kind: 'registered', assessed: true },
})
export class AdoptionRegistered {
  /** Makes the case token. */
  @Label('登记编号') @CaseRef() @NumberText() registerNo!: Secret<string>;
  @Label('类别') @Countable() @IsIn(codes(ADOPT)) kind!: Code<typeof ADOPT>;
  @Label('是否经评估') @Countable() @IsBoolean() assessed!: boolean;
}
