import { Event, Label, Secret } from '@lianhu/kernel';
import { FreeText, IsOrg } from '@lianhu/standards';
import { ArrayMaxSize, ArrayUnique, IsArray, IsInt, IsOptional, Max, Min } from 'class-validator';

/** 社区家长学校活动: session of a village or community station. */
@Event({
  type: 'womens-federation.parent-school.held',
  version: 1,
  title: '社区家长学校活动',
  level: 'L2',
  category: 'K26',
  protection: ['family'],
  basis: 'standard-25',
  child: false,
  purpose: 'statistics',
  told: '计入达标统计',
  example: { place: 'org-example-001', attendees: 1, households: ['HH-0001'] },
})
export class ParentSchoolHeld {
  @Label('场所') @IsOrg() place!: string;
  /** Unit: persons. */
  @Label('参加人数', 'persons') @IsInt() @Min(0) @Max(100_000) attendees!: number;
  @Label('户') @IsOptional() @Secret() @IsArray() @ArrayMaxSize(20) @ArrayUnique() @FreeText(60, { each: true }) households?: Secret<string[]>;
}
