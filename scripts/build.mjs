/** Bundles apps into dist/, only those whose sources changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { filesIn, helpOr, isMain, root } from './workspace.mjs';

const HELP = `
node scripts/build.mjs [app …] [--force] [--quiet]

Builds the named apps (all of them without a name) into dist/apps/<app>, and the library for senders into dist/client. An app is built again only when one of its
sources, a library or package-lock.json changed, or with --force.`;

/** Everything that a bundle of ours may draw in; specs do not count. */
const isSource = (/** @type {string} */ file) => !/\.spec\.tsx?$/.test(file) && !file.endsWith('.md');

/**
 * A hash of all sources of a program: its own folder or file, every library and the settings.
 * @param {string} entry folder or file, from the root
 */
function sourcesHash(entry) {
  const own = entry.endsWith('.ts') ? [...filesIn(dirname(entry))] : filesIn(entry);
  const settings = ['package-lock.json', 'tsconfig.base.json', 'scripts/build.mjs'];
  const hash = createHash('sha256');
  for (const file of new Set([...own, ...filesIn('libs'), ...settings])) {
    if (isSource(file))
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(root, file)))
        .update('\0');
  }
  return hash.digest('hex');
}

/**
 * Bundler settings of a program for Node. Packages stay outside, but the decorators' runtime helpers stay inside.
 * @param {string} entry
 * @returns {import('rolldown').InputOptions}
 */
export const nodeBundle = (entry) => ({
  cwd: root,
  input: join(root, entry),
  platform: 'node',
  tsconfig: join(root, 'tsconfig.base.json'),
  external: (id) => !/^(\.|\/|\0|[A-Za-z]:\\|@lianhu\/|@oxc-project\/runtime)/.test(id),
  // A library's index only says where things are: of what nobody takes from it nothing is loaded, nor what that would load.
  treeshake: { moduleSideEffects: (id) => !/\/libs\/.*\/index\.ts$/.test(id.replaceAll('\\', '/')) },
});

/**
 * Where and how a bundle is written: what a program imports only when it needs it lies in a folder of the program's name.
 * @param {string} file
 * @returns {import('rolldown').OutputOptions}
 */
export const nodeOutput = (file) => ({
  dir: join(root, dirname(file)),
  entryFileNames: basename(file),
  chunkFileNames: `${basename(file, '.js')}/[name].js`,
  format: 'esm',
  sourcemap: true,
  keepNames: true,
});

/**
 * Bundles one TypeScript program, unless the bundle is there and fresh. Returns whether it was built.
 * @param {string} entry e.g. `apps/hub/main.ts`
 * @param {string} file e.g. `dist/apps/hub/main.js`
 * @param {boolean} [force]
 */
export async function bundle(entry, file, force = false) {
  return whenStale(entry, file, force, async () => {
    const { rolldown } = await import('rolldown');
    const built = await rolldown(nodeBundle(entry));
    await built.write(nodeOutput(file)).finally(() => built.close());
  });
}

/**
 * @param {string} entry
 * @param {string} file
 * @param {boolean} force
 * @param {() => Promise<unknown>} build
 */
async function whenStale(entry, file, force, build) {
  const stamp = join(root, 'dist', 'stamps', file.replaceAll('/', '_'));
  const hash = sourcesHash(entry);
  if (!force && existsSync(join(root, file)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
  rmSync(stamp, { force: true });
  await build();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
  return true;
}

/**
 * Builds one app, with its command line where it has one (cli.ts); the dashboard (an app with an index.html) by Vite.
 * @param {string} app
 * @param {boolean} [force]
 */
export async function buildApp(app, force = false) {
  if (app === CLIENT) return buildClient(force);
  const programs = ['main', 'cli'].filter((program) => existsSync(join(root, 'apps', app, `${program}.ts`)));
  let built = false;
  for (const program of programs) built = (await bundle(`apps/${app}/${program}.ts`, `dist/apps/${app}/${program}.js`, force)) || built;
  if (programs.length > 0) return built;
  if (!existsSync(join(root, 'apps', app, 'index.html'))) throw new Error(`there is no app called ${app}`);
  return whenStale(`apps/${app}`, `dist/apps/${app}/index.html`, force, async () => {
    const vite = await import('vite');
    const folder = join(root, 'apps', app);
    await vite.build({ root: folder, configFile: join(folder, 'vite.config.ts'), logLevel: 'warn' });
  });
}

/** What senders' own programs import; it needs Node and nothing else. */
const CLIENT = 'client';

/**
 * Builds the library for senders with its types: copy dist/client and import it.
 * @param {boolean} force
 */
async function buildClient(force) {
  const built = await bundle('libs/client/index.ts', 'dist/client/index.js', force);
  if (!built) return false;
  const { default: ts } = await import('typescript');
  const files = ['client', 'kernel'].flatMap((library) => filesIn(`libs/${library}`)).filter((file) => /(?<!\.spec|\.fixture)\.ts$/.test(file));
  for (const file of files) {
    const compilerOptions = { declaration: true, isolatedDeclarations: true, strict: true, experimentalDecorators: true };
    const { outputText } = ts.transpileDeclaration(readFileSync(join(root, file), 'utf8'), { fileName: file, compilerOptions });
    const text = outputText.replaceAll("'@lianhu/kernel'", "'../kernel/index'").replace(/from '(\.[^']*)'/g, "from '$1.js'");
    const out = join(root, 'dist/client/types', file.slice('libs/'.length).replace(/\.ts$/, '.d.ts'));
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, text);
  }
  writeFileSync(join(root, 'dist/client/index.d.ts'), "export * from './types/client/index.js';\n");
  writeFileSync(
    join(root, 'dist/client/package.json'),
    `${JSON.stringify({ name: '@lianhu/client', type: 'module', main: 'index.js', types: 'index.d.ts' })}\n`,
  );
  return true;
}

/** Every app that can be built. */
export const apps = () =>
  readdirSync(join(root, 'apps')).filter((app) => ['main.ts', 'index.html'].some((file) => existsSync(join(root, 'apps', app, file))));

async function main() {
  helpOr(HELP);
  const args = process.argv.slice(2);
  const named = args.filter((arg) => !arg.startsWith('--'));
  for (const app of named.length > 0 ? named : [...apps(), CLIENT]) {
    const begun = performance.now();
    const built = await buildApp(app, args.includes('--force'));
    if (built || !args.includes('--quiet')) console.log(`${app}: ${built ? `built in ${Math.round(performance.now() - begun)} ms` : 'fresh'}`);
  }
}

if (isMain(import.meta.url)) {
  main().catch((/** @type {Error} */ error) => {
    console.error(`The build failed. ${error.message}`);
    process.exit(1);
  });
}
