import { codes, Event, Label, Secret, type Code } from '@lianhu/kernel';
import { APPKIND, FAMCAUSE, NumberText } from '@lianhu/standards';
import { IsIn } from 'class-validator';

/** 支持起诉、督促起诉: the procuratorate supports or urges a suit for the child. */
@Event({
  type: 'procuratorate.support-suit.filed',
  version: 1,
  title: '支持起诉、督促起诉',
  level: 'L4',
  category: 'K22',
  protection: ['justice'],
  basis: 'minors-protection-law',
  purpose: 'aid',
  told: '法院、民政',
  example: { caseRef: '示检民支〔2026〕2号', plaintiffKind: 'self', cause: 'support' },
})
export class SupportSuitFiled {
  @Label('案号') @Secret() @NumberText() caseRef!: Secret<string>;
  @Label('原告') @IsIn(codes(APPKIND)) plaintiffKind!: Code<typeof APPKIND>;
  @Label('案由') @IsIn(codes(FAMCAUSE)) cause!: Code<typeof FAMCAUSE>;
}
