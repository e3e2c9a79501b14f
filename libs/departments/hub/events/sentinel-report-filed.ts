import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { FreeText, IsOrg } from '@lianhu/standards';
import { IsBoolean, IsIn, IsOptional } from 'class-validator';
import { SIGN, SN5 } from '../codes';

/** 哨点报告. */
@Event({
  type: 'hub.sentinel-report.filed',
  version: 1,
  title: '哨点报告',
  level: 'L4',
  category: 'K23',
  protection: ['society'],
  basis: 'plan-004',
  purpose: 'rescue',
  told: '乡镇、未保办 即时',
  example: { placeKind: 'school', post: 'org-example-001', sign: 'injured', urgent: true, note: '情况说明' },
})
export class SentinelReportFiled {
  @Label('哨点类别') @IsIn(codes(SN5)) placeKind!: Code<typeof SN5>;
  @Label('哨点') @IsOrg() post!: string;
  @Label('迹象') @IsIn(codes(SIGN)) sign!: Code<typeof SIGN>;
  @Label('是否紧急') @IsBoolean() urgent!: boolean;
  @Label('说明') @IsOptional() @Secret() @FreeText(500) note?: Secret<string>;
}
