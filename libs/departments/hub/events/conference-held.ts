import { codes, Event, Label, Secret, type Code, type PlainDate } from '@lianhu/kernel';
import { FreeText, IsDay, IsOrg } from '@lianhu/standards';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsOptional } from 'class-validator';
import { CONFFORM } from '../codes';

/** 个案会商召开. */
@Event({
  type: 'hub.conference.held',
  version: 1,
  title: '个案会商召开',
  level: 'L4',
  category: 'K20',
  protection: ['family', 'government'],
  basis: 'standard-20',
  purpose: 'aid',
  told: '成员单位',
  example: { members: ['org-example-001'], form: 'on-site', nextReviewOn: '2026-10-12', plan: '情况说明' },
})
export class ConferenceHeld {
  @Label('参加单位') @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @ArrayUnique() @IsOrg({ each: true }) members!: string[];
  @Label('形式') @IsIn(codes(CONFFORM)) form!: Code<typeof CONFFORM>;
  @Label('下次复核日期') @IsDay({ ahead: true }) nextReviewOn!: PlainDate;
  @Label('会商方案') @IsOptional() @Secret() @FreeText(500) plan?: Secret<string>;
}
