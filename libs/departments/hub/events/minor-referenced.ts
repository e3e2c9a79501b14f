import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsIn } from 'class-validator';
import { DEPT } from '../codes';

/** 部门首次涉及: stands before a department's first event about a child that is registered already. */
@Event({
  type: 'hub.minor.referenced',
  version: 1,
  title: '部门首次涉及',
  level: 'L3',
  category: 'K01',
  protection: ['government'],
  basis: 'hub-operation',
  purpose: 'rescue',
  example: { department: 'police' },
})
export class MinorReferenced {
  @Label('部门') @IsIn(codes(DEPT)) department!: Code<typeof DEPT>;
}
