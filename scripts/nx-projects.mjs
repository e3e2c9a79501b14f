/**
 * Nx's plugin: every library folder with an `index.ts`, and every app with a `main.ts` or `index.html`, is a project with the tag
 * of its layer. So no project file is kept by hand.
 */
import { dirname } from 'node:path';
import { GROUPS, layerOf } from './layers.mjs';

const JEST = 'jest -c jest.config.mjs --passWithNoTests --rootDir .';

/** @param {string} root */
function projectOf(root) {
  const isApp = root.startsWith('apps/');
  const name = root.replace(/^libs\//, '').replaceAll('/', '-');
  const build = isApp ? { build: { command: `node scripts/build.mjs ${root.slice('apps/'.length)}` } } : {};
  return {
    name: isApp ? `app-${root.slice('apps/'.length)}` : name,
    root,
    projectType: isApp ? 'application' : 'library',
    tags: [`layer:${layerOf(root) ?? 'none'}`],
    targets: { ...build, test: { command: `${JEST} ${root}/` } },
  };
}

/** What Nx 23 asks of a plugin that infers projects. */
export const createNodes = [
  `{libs/*/index.ts,libs/{${GROUPS.join(',')}}/*/index.ts,apps/*/main.ts,apps/*/index.html}`,
  (/** @type {readonly string[]} */ files) => files.map((file) => [file, { projects: { [dirname(file)]: projectOf(dirname(file)) } }]),
];
