import { codes, Event, Label, Secret, type Code, type Quarter } from '@lianhu/kernel';
import { FreeText, IsOrg, IsQuarter } from '@lianhu/standards';
import { IsIn, IsOptional } from 'class-validator';
import { NARR } from '../codes';

/** 季报告文字部分. */
@Event({
  type: 'hub.narrative.submitted',
  version: 1,
  title: '季报告文字部分',
  level: 'L2',
  category: 'K17',
  protection: ['government'],
  basis: 'plan-001',
  child: false,
  purpose: 'statistics',
  told: '未保办',
  example: { quarter: '2026-Q3', unit: 'org-example-001', section: 'deployment', text: '情况说明' },
})
export class NarrativeSubmitted {
  @Label('季度') @IsQuarter() quarter!: Quarter;
  @Label('单位') @IsOrg() unit!: string;
  @Label('部分') @IsIn(codes(NARR)) section!: Code<typeof NARR>;
  @Label('内容') @IsOptional() @Secret() @FreeText(500) text?: Secret<string>;
}
