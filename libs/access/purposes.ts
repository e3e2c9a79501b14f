import type { Code } from '@lianhu/kernel';
import { PURPOSE } from '@lianhu/standards';
import type { Role } from './roles';

/** Why somebody reads: {PURPOSE} of the standards. */
export type Purpose = Code<typeof PURPOSE>;
/** Chinese titles of the purposes. */
export const PURPOSE_TITLES: Readonly<Record<Purpose, string>> = PURPOSE.titles;
export const PURPOSES = Object.keys(PURPOSE_TITLES) as Purpose[];
export const isPurpose = (text: unknown): text is Purpose => typeof text === 'string' && Object.hasOwn(PURPOSE_TITLES, text);

const BUT_AUDIT = PURPOSES.filter((purpose) => purpose !== 'audit');
const OVERSIGHT: readonly Purpose[] = ['audit', 'supervise', 'statistics'];

/** Role × purpose. Office, case officers, auditor and inspector: public API; the others follow from their duties † (assumption). */
const ALLOWED: Readonly<Partial<Record<Role, readonly Purpose[]>>> = {
  'data-officer': ['statistics', 'supervise'],
  'department-lead': BUT_AUDIT,
  'case-officer': BUT_AUDIT,
  office: BUT_AUDIT,
  'office-lead': BUT_AUDIT,
  inspector: OVERSIGHT,
  auditor: OVERSIGHT,
  town: ['rescue', 'confer', 'assess', 'aid', 'educate', 'treat', 'statistics'],
  village: ['rescue', 'assess', 'aid', 'educate'],
  grid: ['rescue'],
  'social-worker': ['rescue', 'confer', 'assess', 'aid', 'educate', 'treat'],
  hotline: ['rescue', 'aid'],
  leader: ['statistics', 'supervise'],
  'security-officer': ['supervise', 'audit'],
};

/** The purposes that a role may choose from. */
export const purposesOf = (role: Role): readonly Purpose[] => ALLOWED[role] ?? [];
/** Whether a role may read for this purpose. */
export const purposeAllowed = (role: Role, purpose: string): purpose is Purpose => (purposesOf(role) as readonly string[]).includes(purpose);
