import { ENTRY_ROLES, FORM_ROLES } from './entry';
import { ROLES, SYSTEM_ROLES, type Role } from './roles';

/** One route of the API: who may call it, and who has to say why. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly roles: readonly Role[];
  /** Roles that state a purpose: those to whom the route shows L4 or more. */
  readonly purposeFrom: readonly Role[];
}

const PEOPLE = ROLES.filter((role) => !SYSTEM_ROLES.has(role));
const OFFICE: readonly Role[] = ['office', 'office-lead'];
const OVERSIGHT: readonly Role[] = ['inspector', 'auditor'];
const DEPARTMENT: readonly Role[] = ['department-lead', 'case-officer'];
/** Who sends tables: a department's systems and data officers, and the office its registers. */
const TABLES: readonly Role[] = ['sender', 'data-officer', ...OFFICE];
/** Those who see children's rows: the matrix has F or T for them. */
const CHILD_READERS: readonly Role[] = [...OFFICE, ...DEPARTMENT, ...OVERSIGHT, 'town', 'village', 'social-worker'];
/** Those who may look for a child by name or number to enter something about it: they see names. */
const FINDERS: readonly Role[] = [...OFFICE, ...DEPARTMENT, 'town', 'village'];
/** K17, aggregates, is F for all of these. */
const FIGURES: readonly Role[] = [...OFFICE, ...DEPARTMENT, ...OVERSIGHT, 'data-officer', 'leader', 'town', 'village'];
const ALERT_READERS: readonly Role[] = [...OFFICE, ...OVERSIGHT, 'town'];
/** In pages of the log these see content of lines; everybody else gets position and hash. */
const LINE_READERS: readonly Role[] = [...OVERSIGHT, 'data-officer', ...DEPARTMENT];

/** Whose inbox is a place's: the office with its case officers, towns, villages. */
const PLACES: readonly Role[] = [...OFFICE, 'case-officer', 'town', 'village'];
/** A department's people, and its systems: these get the envelope, never what is in it. */
const INBOX_READERS: readonly Role[] = ['sender', 'data-officer', ...DEPARTMENT];

const get = (path: string, roles: readonly Role[], purposeFrom: readonly Role[] = []): Route => ({ method: 'GET', path, roles, purposeFrom });
const post = (path: string, roles: readonly Role[], purposeFrom: readonly Role[] = []): Route => ({ method: 'POST', path, roles, purposeFrom });

/** The table of routes × roles × purpose. Services guard by it, and the documentation is made from it. */
export const ROUTES = {
  'session.purpose': post('/api/session/purpose', PEOPLE),
  'session.password': post('/api/session/password', PEOPLE),
  'session.end': { method: 'DELETE', path: '/api/session', roles: PEOPLE, purposeFrom: [] },
  'session.token': post('/api/session/token', FORM_ROLES),
  'events.push': post('/api/departments/{department}/events', ['sender']),
  'forms.push': post('/api/departments/{department}/forms', FORM_ROLES),
  'events.check': post('/api/departments/{department}/check', ['sender', 'data-officer']),
  'receipts.read': get('/api/departments/{department}/receipts', ['sender', 'data-officer']),
  'quarantine.desk': get('/api/departments/{department}/quarantine', ['data-officer']),
  'records.withdraw': post('/api/departments/{department}/withdrawals', ['data-officer']),
  'files.add': post('/api/departments/{department}/files', TABLES),
  'files.list': get('/api/departments/{department}/files', TABLES),
  'jobs.read': get('/api/jobs/{id}', TABLES),
  'jobs.decide': post('/api/jobs/{id}/{action}', TABLES),
  'inbox.read': get('/api/departments/{department}/inbox', INBOX_READERS, DEPARTMENT),
  'inbox.answer': post('/api/departments/{department}/inbox/{notice}/{command}', INBOX_READERS),
  'catalogue.read': get('/api/catalogue', ROLES),
  'log.head': get('/api/log/head', ROLES),
  'log.events': get('/api/log/events', ROLES, LINE_READERS),
  'log.live': get('/api/log/live', ROLES, LINE_READERS),
  'log.proofs': get('/api/log/proofs', ROLES),
  'log.checkpoint': get('/api/log/checkpoint', ROLES),
  'log.tiles': get('/api/log/tile/{level}/{index}', ROLES),
  'views.list': get('/api/views', PEOPLE),
  'views.overview': get('/api/views/overview', FIGURES),
  'views.towns': get('/api/views/towns', FIGURES),
  'views.boards': get('/api/views/boards', FIGURES),
  'views.departments': get('/api/views/departments', [...FIGURES, 'security-officer', 'admin']),
  'views.minors.list': get('/api/views/minors', CHILD_READERS, CHILD_READERS),
  'views.minors.one': get('/api/views/minors/{minorRef}', CHILD_READERS, CHILD_READERS),
  'views.alerts': get('/api/views/alerts', ALERT_READERS, ALERT_READERS),
  'identity.reviews': get('/api/identity/reviews', OFFICE, OFFICE),
  'identity.pair': post('/api/identity/reviews', OFFICE, OFFICE),
  'identity.review': post('/api/identity/reviews/{id}/{verdict}', OFFICE, OFFICE),
  'views.inbox': get('/api/views/inbox', PLACES, PLACES),
  'views.inbox.answer': post('/api/views/inbox/{notice}/{command}', PLACES),
  'views.live': get('/api/views/live', PEOPLE),
  'forms.list': get('/api/forms', ENTRY_ROLES),
  'records.enter': post('/api/records', ENTRY_ROLES),
  'views.minors.find': post('/api/minors/find', FINDERS, FINDERS),
  'process.alert': post('/api/processes/alert/commands/{command}', OFFICE),
  'reports.indicators': get('/api/reports/indicators', FIGURES),
  'reports.read': get('/api/reports/quarterly', FIGURES),
  'reports.close': post('/api/reports/quarterly/{quarter}/close', ['office-lead']),
  'reports.restate': post('/api/reports/quarterly/{quarter}/restate', ['office-lead']),
  'reports.cell-events': get('/api/reports/quarterly/{quarter}/cells/{id}/events', [...OFFICE, ...OVERSIGHT], [...OFFICE, ...OVERSIGHT]),
  'audit.export': post('/api/audit/exports', OVERSIGHT, OVERSIGHT),
  'audit.replay': post('/api/audit/replays', OVERSIGHT, OVERSIGHT),
  'audit.replays': get('/api/audit/replays', OVERSIGHT),
  'audit.replay-rows': get('/api/audit/replays/{id}', OVERSIGHT, OVERSIGHT),
  'audit.accesses': get('/api/audit/accesses', ['auditor', 'security-officer']),
  'audit.verify': post('/api/audit/verify', PEOPLE),
  'hub.batches': post('/api/hub/batches', ['edge']),
  'hub.receipts': get('/api/hub/receipts', ['edge']),
  'followers.list': get('/api/followers', [...OVERSIGHT, 'security-officer', 'admin']),
  'followers.parked': get('/api/followers/parked', [...OVERSIGHT, 'security-officer', 'admin']),
  'followers.order': post('/api/followers/{follower}/orders/{order}', ['admin']),
  'erasures.list': get('/api/erasures', ['office-lead', ...OVERSIGHT, 'security-officer']),
  'erasures.order': post('/api/erasures', ['office-lead']),
  'erasures.execute': post('/api/erasures/{order}/execute', ['security-officer']),
  'province.views': get('/api/province/views', OVERSIGHT),
  'province.rows': get('/api/province/views/{view}', OVERSIGHT, OVERSIGHT),
  'province.sums': get('/api/province/sums/{sum}', OVERSIGHT),
  'hub.log': get('/api/hub/log', ['edge']),
  'hub.erased': get('/api/hub/erased', ['edge']),
  'hub.consistency': get('/api/hub/consistency', ['edge']),
  'hub.keys.next': post('/api/hub/keys/next', ['edge']),
  'hub.keys.revoke': post('/api/hub/keys/revoke', ['edge', 'admin', 'security-officer']),
  'hub.clients': post('/api/hub/clients', ['admin']),
  'hub.tokens': post('/api/hub/tokens', ['monitor']),
  'accounts.manage': post('/api/accounts', ['admin']),
  'accounts.reset': post('/api/accounts/reset', ['admin']),
  'accounts.disable': post('/api/accounts/disable', ['admin']),
  'hub.keys': post('/api/hub/keys', ['admin', 'security-officer']),
  'hub.epoch': get('/api/hub/epochs', ['admin', 'security-officer']),
  'hub.epochs': post('/api/hub/epochs', ['admin', 'security-officer']),
  'hub.opens': post('/api/hub/opens', ['monitor']),
  'hub.own': post('/api/hub/own', ['monitor']),
} as const satisfies Readonly<Record<string, Route>>;
export type RouteId = keyof typeof ROUTES;
export const ROUTE_IDS = Object.keys(ROUTES) as RouteId[];

const includes = (roles: readonly Role[], role: Role): boolean => roles.includes(role);
/** Whether a role may call a route at all. */
export const mayCall = (role: Role, route: RouteId): boolean => includes(ROUTES[route].roles, role);
/** Whether this role has to state a purpose there: decided by route and role, never by the record. Without a role: whether anybody has to. */
export const purposeNeeded = (route: RouteId, role?: Role): boolean =>
  role === undefined ? ROUTES[route].purposeFrom.length > 0 : includes(ROUTES[route].purposeFrom, role);

/** All that a session may do whose password somebody else has made up: change it, or leave. */
const WITH_ONE_TIME_PASSWORD: ReadonlySet<RouteId> = new Set<RouteId>(['session.password', 'session.end']);
/** Whether a route is open to a session that came from a one-time password. */
export const opensToOneTime = (route: RouteId): boolean => WITH_ONE_TIME_PASSWORD.has(route);
