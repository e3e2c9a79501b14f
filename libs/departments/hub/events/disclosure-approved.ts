import { codes, Event, Label, Secret, type Code, type Moment } from '@lianhu/kernel';
import { IsCategory, IsMoment, PersonText, PURPOSE } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';

/** 调阅批准. */
@Event({
  type: 'hub.disclosure.approved',
  version: 1,
  title: '调阅批准',
  level: 'L3',
  category: 'K27',
  protection: ['government'],
  basis: 'hub-operation',
  child: false,
  purpose: 'supervise',
  told: '申请人；审计',
  example: { purpose: 'rescue', categories: ['K04'], until: '2026-10-12T09:30:00.000+08:00', approver: 'P-0001' },
})
export class DisclosureApproved {
  @Label('查阅目的') @IsIn(codes(PURPOSE)) purpose!: Code<typeof PURPOSE>;
  @Label('信息类别') @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @ArrayUnique() @IsCategory({ each: true }) categories!: string[];
  @Label('有效期至') @IsMoment({ ahead: true }) until!: Moment;
  @Label('批准人') @Secret() @PersonText() approver!: Secret<string>;
}
