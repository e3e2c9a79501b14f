// Generated from the folders of libs/departments by scripts/generate.mjs. Do not edit.
import { civilAffairs } from '@lianhu/departments/civil-affairs';
import { court } from '@lianhu/departments/court';
import { disabledFederation } from '@lianhu/departments/disabled-federation';
import { education } from '@lianhu/departments/education';
import { health } from '@lianhu/departments/health';
import { hub } from '@lianhu/departments/hub';
import { justice } from '@lianhu/departments/justice';
import { city, culture, cyber, emerg, finance, hr, league, market, medins, tobacco } from '@lianhu/departments/other-members';
import { police } from '@lianhu/departments/police';
import { procuratorate } from '@lianhu/departments/procuratorate';
import { womensFederation } from '@lianhu/departments/womens-federation';

/** Every department that pushes events. */
export const departments = [
  civilAffairs,
  court,
  disabledFederation,
  education,
  health,
  justice,
  league,
  culture,
  market,
  tobacco,
  hr,
  cyber,
  medins,
  city,
  emerg,
  finance,
  police,
  procuratorate,
  womensFederation,
];
export { hub };
