import type { Role, Viewer } from './roles';

/** People of a department who enter its events in a form. */
export const FORM_ROLES: readonly Role[] = ['data-officer', 'case-officer', 'department-lead'];
const OFFICE: readonly Role[] = ['office', 'office-lead'];
const LOCAL: readonly Role[] = ['town', 'village'];
/** Everybody who works with children has to report a clue, and is turned away by no form. */
const REPORTERS: readonly Role[] = [...OFFICE, ...LOCAL, ...FORM_ROLES, 'grid', 'sentinel', 'social-worker', 'hotline', 'inspector'];

/** Those of a department who answer for its cases. */
const CASE_PEOPLE: readonly Role[] = ['case-officer', 'department-lead'];

/** Role × group of records: who may enter what by hand. Source: domain model §1.3, §2.9; the split into groups † (assumption). */
export const ENTERS = {
  visits: [...OFFICE, ...LOCAL, 'social-worker'],
  patrols: [...LOCAL, 'grid'],
  census: [...OFFICE, ...LOCAL],
  'census-rounds': OFFICE,
  guardianship: [...OFFICE, ...LOCAL],
  'clue-reports': REPORTERS,
  clues: ['case-officer'],
  'union-reports': REPORTERS,
  unions: ['case-officer', 'town'],
  sentinels: [...LOCAL, 'grid', 'sentinel', 'social-worker'],
  'sentinel-answers': [...OFFICE, 'town'],
  hotline: [...OFFICE, 'hotline'],
  services: [...OFFICE, 'town', 'social-worker', 'case-officer'],
  risk: [...OFFICE, 'town', 'social-worker'],
  conferences: [...OFFICE, 'town', 'case-officer'],
  supervision: ['office-lead', 'inspector'],
  recommendations: [...OFFICE, 'case-officer', 'department-lead'],
  'staff-checks': [...OFFICE, 'case-officer', 'data-officer'],
  'staff-hits': ['case-officer'],
  places: [...OFFICE, 'town'],
  staff: [...OFFICE, 'town', 'data-officer'],
  standards: [...OFFICE, 'town', 'data-officer'],
  'case-orders': CASE_PEOPLE,
  'case-order-executions': CASE_PEOPLE,
  office: OFFICE,
} as const satisfies Readonly<Record<string, readonly Role[]>>;
/** A group of records as the table names it. */
export type EntryGroup = keyof typeof ENTERS;

/** Groups that only people of some departments enter: who orders that a case be sealed, and who holds it. Source: domain model §3, process P14. */
export const ENTERED_BY: Partial<Readonly<Record<EntryGroup, readonly string[]>>> = {
  'case-orders': ['court', 'procuratorate'],
  'case-order-executions': ['court', 'procuratorate', 'police', 'justice', 'education'],
};

/** Whether a role may enter the records of a group. */
export const mayEnter = (role: Role, group: EntryGroup): boolean => (ENTERS[group] as readonly Role[]).includes(role);
/** Whether somebody may: by the role, and by the department where the group is some departments' alone. */
export const entersGroup = ({ role, department }: Viewer, group: EntryGroup): boolean =>
  mayEnter(role, group) && (ENTERED_BY[group]?.includes(department ?? '') ?? true);
/** Who may order that a sealed case be opened again † (assumption). Source: domain model §3, process P14. */
export const mayUnseal = ({ department }: Viewer): boolean => department === 'court';
/** Roles that enter records of any group. */
export const ENTRY_ROLES: readonly Role[] = [...new Set(Object.values(ENTERS).flat() as readonly Role[])];
/** Whether somebody enters the events of a department: people of it, in the roles that do. */
export const entersFor = (viewer: Viewer, department: string): boolean => viewer.department === department && FORM_ROLES.includes(viewer.role);
/** The source of what people of a department enter in forms. */
export const formsSource = (department: string): string => `urn:lianhu:source:${department}:forms`;
/** The source of records that people enter at the hub: beside the hub's own, so that no id of a form is one of the hub's. */
export const RECORDS_SOURCE = 'urn:lianhu:hub:forms';
/** The source of rows of the office's tables: beside that of forms, so that a row's id is a row's alone. */
export const TABLES_SOURCE = 'urn:lianhu:hub:files';
/** Whose tables somebody sends: the own department's; people of the office send the hub's registers. */
export const tablesOf = ({ role, department }: Viewer): string | undefined => department ?? (OFFICE.includes(role) ? 'hub' : undefined);
