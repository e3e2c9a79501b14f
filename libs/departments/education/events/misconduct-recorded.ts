import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn } from 'class-validator';
import { MISCON, MISMEAS } from '../codes';

/** 不良行为记录与管教: misbehaviour that breaks no law. */
@Event({
  type: 'education.misconduct.recorded',
  version: 1,
  title: '不良行为记录与管教',
  level: 'L4',
  category: 'K25',
  protection: ['school'],
  basis: 'crime-prevention-law',
  purpose: 'educate',
  told: '监护人；教育',
  example: { kind: 'truancy', measures: ['education'], parentsTold: true },
})
export class MisconductRecorded {
  @Label('类别') @IsIn(codes(MISCON)) kind!: Code<typeof MISCON>;
  @Label('措施') @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @ArrayUnique() @IsIn(codes(MISMEAS), { each: true }) measures!: Code<typeof MISMEAS>[];
  @Label('是否告知家长') @IsBoolean() parentsTold!: boolean;
}
