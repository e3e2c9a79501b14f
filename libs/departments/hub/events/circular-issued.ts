import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { CIRC } from '../codes';

/** 情况通报. */
@Event({
  type: 'hub.circular.issued',
  version: 1,
  title: '情况通报',
  level: 'L2',
  category: 'K26',
  protection: ['government'],
  basis: 'plan-002',
  child: false,
  purpose: 'statistics',
  told: '成员单位、各乡镇',
  example: { kind: 'deployment', to: ['org-example-001'], date: '2024-09-02' },
})
export class CircularIssued {
  @Label('类别') @IsIn(codes(CIRC)) kind!: Code<typeof CIRC>;
  @Label('送达单位') @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @ArrayUnique() @IsOrg({ each: true }) to!: string[];
  @Label('日期') @IsDay({ own: true }) date!: PlainDate;
}
