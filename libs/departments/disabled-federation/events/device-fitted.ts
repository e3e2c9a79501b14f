import { codes, Event, Label, type Code } from '@lianhu/kernel';
import { IsIn } from 'class-validator';
import { DEVICE } from '../codes';

/** 辅具适配: delivered. */
@Event({
  type: 'disabled-federation.device.fitted',
  version: 1,
  title: '辅具适配',
  level: 'L4',
  category: 'K07',
  protection: ['government'],
  basis: 'plan-002',
  purpose: 'treat',
  example: { kind: 'hearing-aid' },
})
export class DeviceFitted {
  @Label('类别') @IsIn(codes(DEVICE)) kind!: Code<typeof DEVICE>;
}
