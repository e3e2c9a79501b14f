import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { NEED } from '@lianhu/standards';
import { IsIn } from 'class-validator';
import { SOUT } from '../codes';

/** 服务结案. */
@Event({
  type: 'hub.service.closed',
  version: 1,
  title: '服务结案',
  level: 'L4',
  category: 'K20',
  protection: ['family', 'government'],
  basis: 'standard-27',
  purpose: 'aid',
  told: '乡镇、个案专员',
  example: { need: 'guardianship', outcome: 'improved' },
})
export class ServiceClosed {
  @Label('需求') @IsIn(codes(NEED)) need!: Code<typeof NEED>;
  @Label('结果') @IsIn(codes(SOUT)) outcome!: Code<typeof SOUT>;
}
