import { mayCall, ROLES, SYSTEM_ROLES, type Role, type RouteId } from '@lianhu/access';
import {
  closesQuarters,
  entersAbout,
  findsChildren,
  handlesAlerts,
  hasPage,
  menuOf,
  opensFigures,
  pageAt,
  PAGES,
  readsAccesses,
  readsHistory,
  type PageId,
} from './menu';

const PEOPLE = ROLES.filter((role) => !SYSTEM_ROLES.has(role));
/** What each page reads when it opens. */
const READS: Readonly<Record<PageId, readonly RouteId[]>> = {
  overview: ['views.overview'],
  towns: ['views.towns'],
  minors: ['views.minors.list', 'views.minors.one'],
  alerts: ['views.alerts'],
  boards: ['views.boards'],
  departments: ['views.departments'],
  identity: ['identity.reviews', 'identity.pair', 'identity.review'],
  quarantine: ['quarantine.desk', 'records.withdraw'],
  home: ['views.inbox', 'views.departments', 'reports.read'],
  inbox: ['views.inbox'],
  quarter: ['reports.read'],
  audit: ['log.head', 'audit.verify'],
  catalogue: ['catalogue.read'],
  files: ['files.list', 'files.add', 'jobs.read', 'jobs.decide'],
  entry: ['forms.list', 'catalogue.read'],
};

/** The inbox of a department and that of a place are two routes. */
const isRefused = (role: Role, route: RouteId): boolean => !mayCall(role, route) && !(route === 'views.inbox' && mayCall(role, 'inbox.read'));

test.each(PEOPLE)('the menu of %s leads nowhere that the server refuses', (role: Role) => {
  for (const { id } of menuOf(role)) expect({ id, refused: READS[id].filter((route) => isRefused(role, route)) }).toEqual({ id, refused: [] });
});

test.each(PEOPLE)('buttons of %s are those that the server takes', (role: Role) => {
  expect(handlesAlerts(role)).toBe(mayCall(role, 'process.alert'));
  expect(findsChildren(role)).toBe(mayCall(role, 'views.minors.find'));
  expect(hasPage(role, 'entry')).toBe(mayCall(role, 'forms.list'));
  expect(entersAbout(role)).toBe(mayCall(role, 'forms.list') && !mayCall(role, 'audit.export'));
  expect(closesQuarters(role)).toBe(mayCall(role, 'reports.close'));
  expect(opensFigures(role)).toBe(mayCall(role, 'reports.cell-events'));
  expect(readsHistory(role)).toBe(mayCall(role, 'audit.export'));
  expect(readsAccesses(role)).toBe(mayCall(role, 'audit.accesses'));
});

test('every page is in somebody’s menu, and its address leads to it', () => {
  for (const { id, path } of PAGES) {
    expect(PEOPLE.some((role) => hasPage(role, id))).toBe(true);
    expect(pageAt(`${path}/x`)?.id).toBe(id);
  }
  expect(pageAt('/elsewhere')).toBeUndefined();
});
