import { codes, Label, type Code, type PlainDate, type Secret } from '@lianhu/kernel';
import { ArrayMaxSize, IsArray, IsIn, IsOptional } from 'class-validator';
import { townOf } from './areas';
import { DOCTYPE, REL, SEX } from './codes';
import { ETHNICITY } from './ethnicity';
import { FreeText, IsArea, IsDay, NumberText, PersonText } from './formats';
import { NestedArray } from './nested';

/** Most guardians of one child. Unit: persons. Source: † (assumption). */
export const MAX_GUARDIANS = 6;
/** Longest address. Unit: characters. Source: † (assumption). */
export const MAX_ADDRESS = 200;

/** A guardian in a child's identity block. */
export class Guardian {
  @Label('姓名') @PersonText() name!: string;
  @Label('关系') @IsIn(codes(REL)) rel!: Code<typeof REL>;
  @Label('证件类型') @IsOptional() @IsIn(codes(DOCTYPE)) docType?: Code<typeof DOCTYPE>;
  @Label('证件号码') @IsOptional() @NumberText(40) docNo?: string;
  @Label('联系电话') @IsOptional() @NumberText(30) phone?: string;
}

/** Who the child is: the identity block 身份信息, `data.minor`. It goes to the vault; the log keeps a digest. */
export class MinorIdentity {
  @Label('证件类型') @IsIn(codes(DOCTYPE)) docType!: Code<typeof DOCTYPE>;
  /** Required unless `docType` is 99, none. */
  @Label('证件号码') @IsOptional() @NumberText(40) docNo?: string;
  @Label('姓名') @PersonText() name!: string;
  /** The name as written in the source, where it differs from its normal form. */
  @Label('原始姓名') @IsOptional() @PersonText() nameRaw?: string;
  @Label('性别') @IsIn(codes(SEX)) sex!: Code<typeof SEX>;
  @Label('出生日期') @IsDay() birthDate!: PlainDate;
  @Label('民族') @IsOptional() @IsIn(codes(ETHNICITY)) ethnicity?: Code<typeof ETHNICITY>;
  @Label('监护人') @IsOptional() @IsArray() @ArrayMaxSize(MAX_GUARDIANS) @NestedArray(() => Guardian) guardians?: Guardian[];
  @Label('户籍地址') @IsOptional() @FreeText(MAX_ADDRESS) addressHousehold?: string;
  @Label('现住址') @IsOptional() @FreeText(MAX_ADDRESS) addressActual?: string;
  /** Area code of the household address, 6, 9 or 12 digits. */
  @Label('户籍地区划') @IsOptional() @IsArea() areaHousehold?: string;
  /** Area code of the actual address, 6, 9 or 12 digits; it decides the town when `residencearea` is absent. */
  @Label('现住地区划') @IsOptional() @IsArea() areaActual?: string;
}

/** A whole identity block as a secret member of an event's data. */
export type SecretIdentity = Secret<MinorIdentity>;

/** The town where a child lives: `residencearea`, else the actual, else the household address's area; else the county's unknown town. */
export function residenceTown(residencearea: string | undefined, minor: MinorIdentity | undefined, county: string): string {
  const known = [residencearea, minor?.areaActual, minor?.areaHousehold].find((area) => area !== undefined && area.length >= 9);
  return townOf(known, county);
}
