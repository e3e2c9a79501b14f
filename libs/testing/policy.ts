import type { PolicyPack } from '@lianhu/kernel';
import pack from '../../infra/policy/demonstration.json';

/** The demonstration county's policy pack. */
export const demonstrationPolicy: PolicyPack = pack;
