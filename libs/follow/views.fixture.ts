import { civilAffairs } from '@lianhu/departments/civil-affairs';
import { education } from '@lianhu/departments/education';
import { hub } from '@lianhu/departments/hub';
import { police } from '@lianhu/departments/police';
import { eventIndex, type SumDefinition, type ViewDefinition } from '@lianhu/kernel';
import { alertCounty, alerts, alertTowns } from '@lianhu/views/alerts';
import { departments } from '@lianhu/views/departments';
import { county, minors, towns } from '@lianhu/views/minors';

/** The real views and sums. */
export const views = [minors, alerts, departments] as readonly unknown[] as readonly ViewDefinition[];
export const sums = [towns, county, alertTowns, alertCounty] as readonly unknown[] as readonly SumDefinition[];

const types = eventIndex([hub, police, education, civilAffairs].flatMap(({ events }) => events));
/** The types that these departments declare. */
export const known = (type: string): boolean => types.has(type);
