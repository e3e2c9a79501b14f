import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg, IsTown } from '@lianhu/standards';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { PLACEKIND, SN5 } from '../codes';

/** 机构场所登记. */
@Event({
  type: 'hub.place.registered',
  version: 1,
  title: '机构场所登记',
  level: 'L1',
  category: 'K26',
  protection: ['government'],
  basis: 'standard-65',
  child: false,
  purpose: 'statistics',
  told: '未保办',
  example: { place: 'org-example-001', kind: 'primary-school', town: '990101001', sentinel: 'school', seats: 1, minors: 1 },
})
export class PlaceRegistered {
  @Label('场所') @IsOrg() place!: string;
  @Label('类别') @IsIn(codes(PLACEKIND)) kind!: Code<typeof PLACEKIND>;
  @Label('乡镇') @IsTown() town!: string;
  @Label('哨点类别') @IsOptional() @IsIn(codes(SN5)) sentinel?: Code<typeof SN5>;
  @Label('席位数') @IsOptional() @IsInt() @Min(0) @Max(1_000_000) seats?: number;
  @Label('未成年人数') @IsOptional() @IsInt() @Min(0) @Max(1_000_000) minors?: number;
}
