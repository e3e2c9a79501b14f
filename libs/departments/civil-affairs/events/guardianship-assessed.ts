import { codes, Event, Label, type Code, type PlainDate } from '@lianhu/kernel';
import { IsDay } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { ASSMETH, GGRADE } from '../codes';

/** 监护评估完成: report issued. */
@Event({
  type: 'civil-affairs.guardianship.assessed',
  version: 1,
  title: '监护评估完成',
  level: 'L4',
  category: 'K03',
  protection: ['family', 'government'],
  basis: 'standard-52',
  purpose: 'rescue',
  told: '乡镇；法院、检察（依申请）',
  example: { method: 'own', grade: '1', score: 1, assessors: 3, nextDue: '2026-10-12' },
})
export class GuardianshipAssessed {
  @Label('方式') @IsIn(codes(ASSMETH)) method!: Code<typeof ASSMETH>;
  @Label('等级') @IsIn(codes(GGRADE)) grade!: Code<typeof GGRADE>;
  /** Unit: tenths of a point. */
  @Label('得分（十分之一分）', 'tenths of a point') @IsOptional() @IsInt() @Min(0) @Max(1000) score?: number;
  /** Unit: persons. */
  @Label('评估人数', 'persons') @IsInt() @Min(2) @Max(100) assessors!: number;
  @Label('下次评估日期') @IsDay({ ahead: true }) nextDue!: PlainDate;
}
