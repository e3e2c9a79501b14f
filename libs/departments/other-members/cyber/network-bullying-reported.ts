import { Event, Label, Secret } from '@lianhu/kernel';
import { FreeText, NumberText } from '@lianhu/standards';
import { IsOptional } from 'class-validator';

/** 网络欺凌举报: report with known pupil. */
@Event({
  type: 'cyber.network-bullying.reported',
  version: 1,
  title: '网络欺凌举报',
  level: 'L4',
  category: 'K05',
  protection: ['network'],
  basis: 'plan-001',
  purpose: 'educate',
  told: '教育、公安',
  example: { incidentRef: '示〔2026〕31号', platform: '情况说明' },
})
export class NetworkBullyingReported {
  @Label('事件编号') @Secret() @NumberText() incidentRef!: Secret<string>;
  @Label('平台') @IsOptional() @Secret() @FreeText(500) platform?: Secret<string>;
}
