import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay, IsOrg } from '@lianhu/standards';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsOptional } from 'class-validator';
import { ISSUER, PROB, RECK } from '../codes';

/** 检察/司法/公安/司法行政建议. */
@Event({
  type: 'hub.recommendation.issued',
  version: 1,
  title: '检察、司法、公安、司法行政建议',
  level: 'L2',
  category: 'K14',
  protection: ['government'],
  basis: 'standard-62',
  child: false,
  purpose: 'supervise',
  told: '被建议单位 即时',
  example: {
    issuer: 'court',
    kind: 'social-governance',
    to: 'org-example-001',
    problem: 'safety',
    replyDue: '2026-10-12',
    copyTo: ['org-example-001'],
  },
})
export class RecommendationIssued {
  @Label('提出机关') @IsIn(codes(ISSUER)) issuer!: Code<typeof ISSUER>;
  @Label('类别') @IsIn(codes(RECK)) kind!: Code<typeof RECK>;
  @Label('送达单位') @IsOrg() to!: string;
  @Label('问题类别') @IsIn(codes(PROB)) problem!: Code<typeof PROB>;
  @Label('回复期限') @IsDay({ ahead: true }) replyDue!: PlainDate;
  @Label('抄送单位') @IsOptional() @IsArray() @ArrayMaxSize(20) @ArrayUnique() @IsOrg({ each: true }) copyTo?: string[];
}
