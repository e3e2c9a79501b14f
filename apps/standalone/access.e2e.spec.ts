import { join } from 'node:path';
import {
  DEPARTMENT_ROLES,
  mayCall,
  openIssuer,
  purposeAllowed,
  purposeNeeded,
  purposesOf,
  PURPOSES,
  ROLES,
  ROUTES,
  type Role,
  type RouteId,
} from '@lianhu/access';
import { std1 } from '@lianhu/log';
import { call, removeFolder, startApp, type Running } from './testing/running';

const PARAMETERS: Readonly<Record<string, string>> = {
  department: 'police',
  minorRef: 'minor-AAAAAAAAAAAAAAAAAAAAAA',
  command: 'acknowledge',
  quarter: '2026-Q3',
  id: 'A01.minors%7Ccounty',
};
/** Rows of the table whose path is the head of several routes, with one of them. */
const SERVED: Readonly<Partial<Record<RouteId, string>>> = {
  'log.proofs': '/api/log/proofs/inclusion?position=1',
  'jobs.decide': '/api/jobs/x/cancel',
};
/** Streams that never end are asked by those who may not have them only. */
const ENDLESS: ReadonlySet<RouteId> = new Set<RouteId>(['log.live', 'views.live']);

const pathOf = (route: RouteId): string => SERVED[route] ?? ROUTES[route].path.replaceAll(/\{(\w+)\}/g, (_, name: string) => PARAMETERS[name] ?? 'x');
/** A province's monitor is another process: see province.e2e. */
const routes = (Object.keys(ROUTES) as RouteId[]).filter((route) => !route.startsWith('province.'));

describe('roles × routes × purposes on the running server', () => {
  let hub: Running;
  const tokens = new Map<Role, string>();
  beforeAll(async () => {
    hub = await startApp('standalone', { args: ['--empty'] });
    const issuer = await openIssuer(join(hub.folder, 'keys'), std1);
    for (const role of ROLES) {
      const department = DEPARTMENT_ROLES.has(role) ? { department: 'police' } : {};
      const source = role === 'sender' ? { source: 'urn:lianhu:source:police:default' } : {};
      const town = ['town', 'village', 'grid'].includes(role) ? { town: '990101001' } : {};
      tokens.set(role, await issuer.issue({ name: role, role, area: '990101', ...department, ...source, ...town }, 3_600));
    }
  });
  afterAll(async () => {
    await hub?.stop();
    removeFolder(hub?.folder);
  });

  const ask = async (route: RouteId, options: { role?: Role; purpose?: string; path?: string }) => {
    const { method } = ROUTES[route];
    const token = options.role && tokens.get(options.role);
    const body = method === 'POST' ? { body: {} } : {};
    const { status, text } = await call(hub.url, options.path ?? pathOf(route), { token, method, purpose: options.purpose, ...body });
    return { status, type: (/"type":"(\/problems\/[a-z-]+)"/.exec(text) ?? [])[1] };
  };

  test.each(routes)('%s answers nobody who does not sign in, however the address is written', async (route) => {
    const path = pathOf(route);
    const written = [path, path.replace('/api', '/%61pi'), path.replace('/api', '/a%70i')];
    for (const one of written) expect([one, (await ask(route, { path: one })).status]).toEqual([one, 401]);
    for (const unknown of [path.replace('/api/', '/api%2F'), path.replace('/api', '/API'), path.replace('/api', '/x//api')]) {
      expect([unknown, (await ask(route, { path: unknown })).status]).toEqual([unknown, 404]);
    }
  });

  test.each(routes)('%s refuses every role that is not in its row', async (route) => {
    for (const role of ROLES.filter((one) => !mayCall(one, route))) {
      expect([role, await ask(route, { role, purpose: purposesOf(role)[0] })]).toEqual([role, { status: 403, type: '/problems/not-allowed' }]);
    }
  });

  test.each(routes.filter((route) => purposeNeeded(route)))('%s asks for a purpose, and for one of the role', async (route) => {
    for (const role of ROLES.filter((one) => mayCall(one, route) && purposeNeeded(route, one))) {
      expect([role, (await ask(route, { role })).type]).toEqual([role, '/problems/purpose-required']);
      const foreign = PURPOSES.find((purpose) => !purposeAllowed(role, purpose)) ?? 'curiosity';
      expect([role, (await ask(route, { role, purpose: foreign })).type]).toEqual([role, '/problems/purpose-not-allowed']);
    }
  });

  test.each(routes.filter((route) => !ENDLESS.has(route)))('%s is served, and nobody who may call it meets an internal error', async (route) => {
    for (const role of ROLES.filter((one) => mayCall(one, route))) {
      const { status, type } = await ask(route, { role, purpose: purposesOf(role)[0] });
      expect([role, status < 500, type === '/problems/not-allowed', type === '/problems/purpose-required']).toEqual([role, true, false, false]);
    }
  });
});
