import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { SERV } from '../codes';

/** 残疾儿童入户探访: visit. */
@Event({
  type: 'disabled-federation.home-visit.done',
  version: 1,
  title: '残疾儿童入户探访',
  level: 'L4',
  category: 'K20',
  protection: ['family'],
  basis: 'standard-27',
  purpose: 'aid',
  example: { services: ['visit'] },
})
export class HomeVisitDone {
  @Label('服务内容') @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @ArrayUnique() @IsIn(codes(SERV), { each: true }) services!: Code<typeof SERV>[];
}
