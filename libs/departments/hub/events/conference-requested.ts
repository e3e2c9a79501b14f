import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsOrg } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { CONF } from '../codes';

/** 个案会商申请. */
@Event({
  type: 'hub.conference.requested',
  version: 1,
  title: '个案会商申请',
  level: 'L4',
  category: 'K20',
  protection: ['family', 'government'],
  basis: 'standard-20',
  purpose: 'aid',
  told: '未保办',
  example: { trigger: 'red', by: 'org-example-001' },
})
export class ConferenceRequested {
  @Label('会商事由') @IsIn(codes(CONF)) trigger!: Code<typeof CONF>;
  @Label('办理单位') @IsOrg() by!: string;
}
