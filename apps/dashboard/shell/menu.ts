import type { IconName } from '@lianhu/ui';

export type PageId =
  | 'home'
  | 'inbox'
  | 'overview'
  | 'boards'
  | 'towns'
  | 'minors'
  | 'alerts'
  | 'departments'
  | 'identity'
  | 'quarantine'
  | 'quarter'
  | 'audit'
  | 'catalogue'
  | 'files'
  | 'entry';
export interface PageEntry {
  readonly id: PageId;
  readonly path: string;
  readonly title: string;
  /** For the bottom bar of a telephone. */
  readonly short: string;
  readonly icon: IconName;
}

/** Every page, in the order of the menu. */
export const PAGES: readonly PageEntry[] = [
  { id: 'overview', path: '/overview', title: '总览', short: '总览', icon: 'board' },
  { id: 'home', path: '/home', title: '部门首页', short: '首页', icon: 'department' },
  { id: 'inbox', path: '/inbox', title: '我的通知', short: '通知', icon: 'mail' },
  { id: 'alerts', path: '/alerts', title: '预警台', short: '预警', icon: 'alert' },
  { id: 'minors', path: '/minors', title: '未成年人', short: '名册', icon: 'child' },
  { id: 'towns', path: '/towns', title: '乡镇', short: '乡镇', icon: 'town' },
  { id: 'boards', path: '/boards', title: '专题看板', short: '看板', icon: 'chart' },
  { id: 'departments', path: '/departments', title: '部门', short: '部门', icon: 'department' },
  { id: 'identity', path: '/identity', title: '身份核对', short: '核对', icon: 'pair' },
  { id: 'quarantine', path: '/quarantine', title: '隔离区', short: '隔离', icon: 'lock' },
  { id: 'quarter', path: '/quarter', title: '季报', short: '季报', icon: 'report' },
  { id: 'audit', path: '/audit', title: '审计', short: '审计', icon: 'audit' },
  { id: 'entry', path: '/entry', title: '填报', short: '填报', icon: 'pen' },
  { id: 'files', path: '/files', title: '文件导入', short: '导入', icon: 'upload' },
  { id: 'catalogue', path: '/catalogue', title: '事件目录', short: '目录', icon: 'catalogue' },
];

const OFFICE: readonly PageId[] = [
  'overview',
  'alerts',
  'inbox',
  'minors',
  'towns',
  'boards',
  'departments',
  'identity',
  'quarter',
  'entry',
  'files',
  'catalogue',
];
const DEPARTMENT: readonly PageId[] = ['home', 'inbox', 'overview', 'minors', 'towns', 'boards', 'departments', 'quarter', 'entry', 'catalogue'];

/** What a role's menu shows; what it may read is decided by the server alone, and a test holds this table against the server's. */
const PAGES_OF_ROLE: Readonly<Record<string, readonly PageId[]>> = {
  office: OFFICE,
  'office-lead': OFFICE,
  'case-officer': DEPARTMENT,
  'department-lead': DEPARTMENT,
  leader: ['overview', 'towns', 'boards', 'departments', 'quarter', 'catalogue'],
  inspector: ['overview', 'alerts', 'minors', 'towns', 'boards', 'departments', 'quarter', 'audit', 'entry', 'catalogue'],
  auditor: ['audit', 'overview', 'alerts', 'minors', 'towns', 'boards', 'departments', 'quarter', 'catalogue'],
  town: ['overview', 'alerts', 'inbox', 'minors', 'entry', 'quarter', 'catalogue'],
  village: ['minors', 'inbox', 'entry', 'overview', 'catalogue'],
  'social-worker': ['minors', 'entry', 'catalogue'],
  'data-officer': ['home', 'inbox', 'quarantine', 'files', 'departments', 'boards', 'overview', 'quarter', 'entry', 'catalogue'],
  grid: ['entry', 'catalogue'],
  sentinel: ['entry', 'catalogue'],
  hotline: ['entry', 'catalogue'],
  'security-officer': ['audit', 'departments', 'catalogue'],
  admin: ['departments', 'audit', 'catalogue'],
};
const PAGES_OF_OTHERS: readonly PageId[] = ['catalogue'];

/** The menu of a role; the first entry is where it starts. */
export function menuOf(role: string): readonly PageEntry[] {
  const ids = PAGES_OF_ROLE[role] ?? PAGES_OF_OTHERS;
  return ids.flatMap((id) => PAGES.filter((page) => page.id === id));
}
export const hasPage = (role: string, id: PageId): boolean => (PAGES_OF_ROLE[role] ?? PAGES_OF_OTHERS).includes(id);
/** The page that a path belongs to. */
export const pageAt = (path: string): PageEntry | undefined => PAGES.find((page) => path === page.path || path.startsWith(`${page.path}/`));

/** Roles that take alerts on and close them; towns see the need and the deadline. */
export const handlesAlerts = (role: string): boolean => role === 'office' || role === 'office-lead';
/** Who may look for a child by name or number. */
export const findsChildren = (role: string): boolean => handlesAlerts(role) || FINDERS.has(role);
const FINDERS = new Set(['case-officer', 'department-lead', 'town', 'village']);
/** Who closes a quarter. */
export const closesQuarters = (role: string): boolean => role === 'office-lead';
/** Who sees the events behind a figure. */
export const opensFigures = (role: string): boolean => handlesAlerts(role) || readsHistory(role);
/** Readers of whole lines: they export, replay, and look at a child as of a moment. */
export const readsHistory = (role: string): boolean => role === 'auditor' || role === 'inspector';
/** Who enters something about a child from where it is shown: readers of whole lines see the hub's own references, which no record may name. */
export const entersAbout = (role: string): boolean => hasPage(role, 'entry') && !readsHistory(role);
/** Who sees who read what. */
export const readsAccesses = (role: string): boolean => role === 'auditor' || role === 'security-officer';
