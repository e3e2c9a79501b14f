import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { FreeText, PURPOSE } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';

/** 调阅驳回. */
@Event({
  type: 'hub.disclosure.denied',
  version: 1,
  title: '调阅驳回',
  level: 'L3',
  category: 'K27',
  protection: ['government'],
  basis: 'hub-operation',
  child: false,
  purpose: 'supervise',
  told: '申请人；审计',
  example: { purpose: 'rescue', reason: '情况说明' },
})
export class DisclosureDenied {
  @Label('查阅目的') @IsIn(codes(PURPOSE)) purpose!: Code<typeof PURPOSE>;
  @Label('理由') @IsOptional() @Secret() @FreeText(500) reason?: Secret<string>;
}
