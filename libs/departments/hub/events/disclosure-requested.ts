import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { FreeText, IsCategory, PURPOSE } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsOptional } from 'class-validator';

/** 调阅申请. */
@Event({
  type: 'hub.disclosure.requested',
  version: 1,
  title: '调阅申请',
  level: 'L3',
  category: 'K27',
  protection: ['government'],
  basis: 'hub-operation',
  child: false,
  purpose: 'supervise',
  told: '批准人',
  example: { purpose: 'rescue', categories: ['K04'], scope: '情况说明' },
})
export class DisclosureRequested {
  @Label('查阅目的') @IsIn(codes(PURPOSE)) purpose!: Code<typeof PURPOSE>;
  @Label('信息类别') @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @ArrayUnique() @IsCategory({ each: true }) categories!: string[];
  @Label('调阅范围') @IsOptional() @Secret() @FreeText(500) scope?: Secret<string>;
}
