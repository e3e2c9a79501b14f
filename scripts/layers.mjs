/**
 * The layers of the house (architecture, "Import rule"), in one place: Nx's tags and the import check both come from here.
 * Built-ins only.
 */

const DOMAIN_WORDS = ['kernel', 'calendar', 'standards'];
const DOMAIN = [...DOMAIN_WORDS, 'departments', 'processes', 'warnings', 'views', 'reports', 'catalogue'];
const ENGINES = ['log', 'postgres', 'log-postgres', 'log-eventstore', 'vault', 'access', 'follow', 'kafka', 'backup'];

/**
 * Every layer: the layers that it may import, and whether it must be pure (no `node:*`, clock, randomness, I/O).
 * @type {Record<string, { may: string[], pure?: boolean }>}
 */
export const LAYERS = {
  kernel: { may: [], pure: true },
  calendar: { may: ['kernel'], pure: true },
  standards: { may: ['kernel'], pure: true },
  departments: { may: DOMAIN_WORDS, pure: true },
  processes: { may: [...DOMAIN_WORDS, 'departments'], pure: true },
  warnings: { may: [...DOMAIN_WORDS, 'departments'], pure: true },
  views: { may: [...DOMAIN_WORDS, 'departments'], pure: true },
  reports: { may: [...DOMAIN_WORDS, 'departments', 'processes', 'warnings', 'views'], pure: true },
  catalogue: { may: [...DOMAIN_WORDS, 'departments', 'processes', 'warnings', 'views', 'reports'] },
  connectors: { may: [...DOMAIN_WORDS, 'catalogue'], pure: true },
  /** Invented counties: what departments push, and what is true. */
  county: { may: [...DOMAIN_WORDS, 'catalogue', 'connectors'], pure: true },
  log: { may: ['kernel'] },
  postgres: { may: ['kernel', 'log'] },
  'log-postgres': { may: ['kernel', 'log', 'postgres'] },
  'log-eventstore': { may: ['kernel', 'log', 'postgres', 'log-postgres'] },
  vault: { may: [...DOMAIN_WORDS, 'log', 'postgres'] },
  access: { may: [...DOMAIN_WORDS, 'log', 'postgres', 'vault'] },
  follow: { may: [...DOMAIN_WORDS, 'log', 'postgres', 'log-postgres', 'vault', 'access'] },
  kafka: { may: ['kernel', 'log', 'postgres', 'log-postgres', 'follow'] },
  backup: { may: ['kernel', 'log', 'postgres', 'log-postgres', 'vault'] },
  platform: { may: [...DOMAIN, ...ENGINES] },
  services: { may: [...DOMAIN, 'connectors', ...ENGINES, 'platform'] },
  apps: { may: [...DOMAIN, 'connectors', ...ENGINES, 'platform', 'services', 'client', 'county', 'testing'] },
  client: { may: ['kernel', 'catalogue'] },
  ui: { may: ['kernel'] },
  dashboard: { may: [...DOMAIN_WORDS, 'departments', 'ui'] },
  /** For specs, which may import anything, and for the demonstration. */
  testing: { may: [...DOMAIN, 'connectors', ...ENGINES, 'client', 'county'] },
  scripts: { may: [...DOMAIN, ...ENGINES, 'platform', 'services', 'client', 'county', 'testing'] },
};

/** Folders of libs in which every folder is a library of its own. */
export const GROUPS = ['departments', 'processes', 'warnings', 'views', 'services'];

/**
 * The layer of a project folder, e.g. `libs/departments/police` → `departments`; undefined for a folder in no layer.
 * @param {string} root
 * @returns {string | undefined}
 */
export function layerOf(root) {
  if (root === 'apps/dashboard') return 'dashboard';
  if (root === 'libs/services/platform') return 'platform';
  const [top, name] = root.split('/');
  const layer = top === 'libs' ? name : top;
  return layer !== undefined && layer in LAYERS ? layer : undefined;
}
