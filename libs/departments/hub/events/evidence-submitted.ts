import { Event, Label, Secret, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg, IsStandardItem, NumberText } from '@lianhu/standards';
import { IsOptional } from 'class-validator';

/** 佐证提交. */
@Event({
  type: 'hub.evidence.submitted',
  version: 1,
  title: '佐证提交',
  level: 'L2',
  category: 'K26',
  protection: ['government'],
  basis: 'standard-1',
  child: false,
  purpose: 'statistics',
  told: '未保办',
  example: { item: 'S24', unit: 'org-example-001', file: '示〔2026〕22号', validTo: '2026-10-12' },
})
export class EvidenceSubmitted {
  @Label('达标条目') @IsStandardItem() item!: string;
  @Label('单位') @IsOrg() unit!: string;
  @Label('材料编号') @IsOptional() @Secret() @NumberText() file?: Secret<string>;
  @Label('失效日期') @IsOptional() @IsDay({ ahead: true }) validTo?: PlainDate;
}
