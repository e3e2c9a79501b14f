import type { PolicyPack, SharingTable } from '@lianhu/kernel';
import pack from '../../infra/policy/demonstration.json';
import sharing from '../../infra/policy/sharing.json';

/** The demonstration county's policy pack. */
export const demonstrationPolicy: PolicyPack = pack;
/** Who is told what by when in the demonstration county. */
export const demonstrationSharing = sharing as unknown as SharingTable;
