// Generated from the folders of libs/departments by scripts/generate.mjs. Do not edit.
import { civilAffairs } from '@lianhu/departments/civil-affairs';
import { court } from '@lianhu/departments/court';
import { education } from '@lianhu/departments/education';
import { health } from '@lianhu/departments/health';
import { hub } from '@lianhu/departments/hub';
import { police } from '@lianhu/departments/police';
import { procuratorate } from '@lianhu/departments/procuratorate';

/** Every department that pushes events. */
export const departments = [civilAffairs, court, education, health, police, procuratorate];
export { hub };
