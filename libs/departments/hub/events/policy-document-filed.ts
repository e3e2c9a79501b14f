import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { DOCK } from '../codes';

/** 制度文件抄送备案. */
@Event({
  type: 'hub.policy-document.filed',
  version: 1,
  title: '制度文件抄送备案',
  level: 'L2',
  category: 'K26',
  protection: ['government'],
  basis: 'plan-002',
  child: false,
  purpose: 'statistics',
  told: '未保办',
  example: { unit: 'org-example-001', kind: 'rule', date: '2024-09-02' },
})
export class PolicyDocumentFiled {
  @Label('单位') @IsOrg() unit!: string;
  @Label('类别') @IsIn(codes(DOCK)) kind!: Code<typeof DOCK>;
  @Label('日期') @IsDay() date!: PlainDate;
}
