/** Writes the files that gather folders (ONE FOLDER = ONE DEPARTMENT, VIEW, WARNING), so that no such list is kept by hand. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { filesIn, helpOr, isMain, root } from './workspace.mjs';

const HELP = `
node scripts/generate.mjs [--check]

Writes libs/catalogue/generated/ by listing libs/departments, libs/views, libs/warnings and libs/reports, the index of every
folder of events, docs/routes.md and docs/indicators.md from what is declared, and the schemas and golden lines of every new version of an
event type (libs/catalogue/schemas, golden): what is committed there is never rewritten, a change that would need it is refused.
With --check it writes nothing and fails when it would change a file.
  --base <folder>   another workspace than this one (for tests)`;

/**
 * @typedef {object} Found One declaration in a folder.
 * @property {string} name its export
 * @property {string} library e.g. `@lianhu/views/minors`
 */

/**
 * Every declaration of a kind in a group of libraries, sorted by folder: `export const minors = defineView(…)`.
 * @param {string} base
 * @param {string} group e.g. `views`
 * @param {string} definer e.g. `defineView`
 * @returns {Found[]}
 */
export function declarations(base, group, definer) {
  const folder = join(base, 'libs', group);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => existsSync(join(folder, name, 'index.ts'))) : [];
  return names.sort().flatMap((name) => {
    const files = filesIn(join('libs', group, name), base).filter((file) => /(?<!\.spec)\.ts$/.test(file));
    const texts = files.map((file) => readFileSync(join(base, file), 'utf8'));
    const pattern = new RegExp(`^export const (\\w+)(?::[^=]+)? =\\s+${definer}\\b`, 'gm');
    return texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => ({ name: match[1] ?? '', library: `@lianhu/${group}/${name}` })));
  });
}

/**
 * Folders of event classes: `events` of a department, and one a unit of the other members.
 * @param {string} base
 * @returns {string[]} below the base, sorted
 */
function eventFolders(base) {
  const top = join(base, 'libs', 'departments');
  const below = (/** @type {string} */ folder) =>
    existsSync(folder) ? readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])) : [];
  return below(top)
    .flatMap((department) => below(join(top, department)).map((folder) => `libs/departments/${department}/${folder}`))
    .filter((folder) => eventFiles(base, folder).length > 0)
    .sort();
}

/**
 * The event classes of a folder, by file name.
 * @param {string} base
 * @param {string} folder
 */
const eventFiles = (base, folder) =>
  readdirSync(join(base, folder))
    .filter((name) => /(?<!\.spec)\.ts$/.test(name) && name !== 'index.ts' && readFileSync(join(base, folder, name), 'utf8').includes('@Event({'))
    .map((name) => name.replace(/\.ts$/, ''))
    .sort();

/** @param {readonly Found[]} found */
function imports(found) {
  /** @type {Map<string, string[]>} */
  const byLibrary = new Map();
  for (const { name, library } of found) byLibrary.set(library, [...(byLibrary.get(library) ?? []), name]);
  return [...byLibrary].map(([library, names]) => `import { ${names.sort().join(', ')} } from '${library}';`).join('\n');
}

const list = (/** @type {readonly Found[]} */ found) => `[${found.map(({ name }) => name).join(', ')}]`;
const heading = (/** @type {string} */ folder) => `// Generated from the folders of libs/${folder} by scripts/generate.mjs. Do not edit.\n`;

/**
 * The generated files and their text, before formatting.
 * @param {string} base
 * @returns {Record<string, string>}
 */
function texts(base) {
  const departments = declarations(base, 'departments', 'defineDepartment');
  const senders = departments.filter(({ name }) => name !== 'hub');
  const views = declarations(base, 'views', 'defineView');
  const sums = declarations(base, 'views', 'defineSum');
  const warnings = declarations(base, 'warnings', 'defineWarning');
  /** @type {Record<string, string>} */
  const files = {
    departments: `${heading('departments')}${imports(departments)}

/** Every department that pushes events. */
export const departments = ${list(senders)};
export { hub };\n`,
    views: `${heading('views')}import type { SumDefinition, ViewDefinition } from '@lianhu/kernel';\n${imports([...views, ...sums])}

/** Every base view. Its state and row are its own affair. */
export const baseViews = ${list(views)} as readonly unknown[] as readonly ViewDefinition[];

/** Every sum over the rows of a base view. */
export const sums = ${list(sums)} as readonly unknown[] as readonly SumDefinition[];\n`,
    warnings: `${heading('warnings')}import type { WarningDefinition } from '@lianhu/kernel';\n${imports(warnings)}

/** Every warning rule. */
export const warnings: readonly WarningDefinition[] = ${list(warnings)};\n`,
  };
  if (existsSync(join(base, 'libs', 'reports', 'index.ts'))) {
    files['indicators'] = `${heading('reports')}export { INDICATORS as indicators } from '@lianhu/reports';\n`;
  }
  return files;
}

/**
 * Writes the generated files of a workspace; returns those that changed. With `check` nothing is written.
 * @param {{ base?: string, check?: boolean }} [options]
 */
export async function generate({ base = root, check = false } = {}) {
  const prettier = await import('prettier');
  const style = JSON.parse(readFileSync(join(root, '.prettierrc.json'), 'utf8'));
  const changed = [];
  const gathered = Object.entries(texts(base)).map(([name, text]) => /** @type {const} */ ([`libs/catalogue/generated/${name}.ts`, text]));
  const events = eventFolders(base).map((folder) => {
    const lines = eventFiles(base, folder).map((name) => `export * from './${name}';`);
    return /** @type {const} */ ([
      `${folder}/index.ts`,
      `// Generated from this folder by scripts/generate.mjs. Do not edit.\n${lines.join('\n')}\n`,
    ]);
  });
  for (const [path, text] of [...gathered, ...events]) {
    const file = join(base, path);
    const formatted = await prettier.format(text, { ...style, parser: 'typescript' });
    if (existsSync(file) && readFileSync(file, 'utf8') === formatted) continue;
    changed.push(path);
    if (check) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, formatted);
  }
  for (const [file, script, table] of base === root ? TABLES : []) if (await writeTable(file, script, table, check)) changed.push(file);
  if (base === root) changed.push(...(await writeSchemas(check)), ...(await writeClientTypes(check)), ...(await writeGolden(check)));
  return changed;
}

/** Declared schemas that do not go with what is committed. */
class Incompatible extends Error {}

/**
 * Writes the schema of every new version; throws when one that is committed would have to change. Returns what was missing.
 * @param {boolean} check
 * @returns {Promise<string[]>}
 */
async function writeSchemas(check) {
  const folder = 'libs/catalogue/schemas';
  const { reviewSchemas, schemaPath, schemaText } = await bundled('scripts/schema-files.ts');
  const { faults, missing } = reviewSchemas(landed(folder));
  if (faults.length > 0) throw new Incompatible(faults.join('\n'));
  return missing.flatMap((/** @type {{ name: string, version: number }} */ schema) =>
    renewed(`${folder}/${schemaPath(schema)}`, schemaText(schema), check),
  );
}

/**
 * Writes a file whose text is another; returns it then.
 * @param {string} file
 * @param {string} text
 * @param {boolean} check
 * @returns {string[]}
 */
function renewed(file, text, check) {
  if (existsSync(join(root, file)) && readFileSync(join(root, file), 'utf8') === text) return [];
  mkdirSync(dirname(join(root, file)), { recursive: true });
  if (!check) writeFileSync(join(root, file), text);
  return [file];
}

/**
 * The files below a folder (path below it → text) as they were committed: those of LIANHU_BASE, a commit or branch (default HEAD).
 * What is not committed yet may still change; what is may not. Without git: what lies there.
 * @param {string} folder
 * @returns {Map<string, string>}
 */
function landed(folder) {
  const base = process.env['LIANHU_BASE'] || 'HEAD';
  const listed = spawnSync('git', ['ls-tree', '-r', '-z', '--name-only', base, '--', folder], { cwd: root, encoding: 'utf8' });
  if (listed.status !== 0) {
    if (process.env['LIANHU_BASE']) throw new Incompatible(`git does not know LIANHU_BASE=${base}`);
    const there = existsSync(join(root, folder)) ? filesIn(folder) : [];
    return new Map(there.map((file) => [file.slice(folder.length + 1), readFileSync(join(root, file), 'utf8')]));
  }
  const files = listed.stdout.split('\0').filter((file) => file !== '');
  const gone = files.filter((file) => !existsSync(join(root, file)));
  if (gone.length > 0) throw new Incompatible(`${gone.join(', ')}: what was committed there stays; bring it back.`);
  const { stdout } = spawnSync('git', ['cat-file', '--batch'], {
    cwd: root,
    input: files.map((file) => `${base}:${file}\n`).join(''),
    maxBuffer: 256 * 1024 * 1024,
  });
  let at = 0;
  return new Map(
    files.map((file) => {
      const start = stdout.indexOf(10, at) + 1;
      const length = Number(stdout.subarray(at, start).toString().trim().split(' ')[2]);
      at = start + length + 1;
      return [file.slice(folder.length + 1), stdout.subarray(start, start + length).toString('utf8')];
    }),
  );
}

/**
 * Writes a stored line of every new version, and what it comes to in every new view; throws when a view makes another row of one.
 * @param {boolean} check
 * @returns {Promise<string[]>}
 */
async function writeGolden(check) {
  const folder = 'libs/catalogue/golden';
  const { reviewGolden } = await bundled('scripts/golden.ts');
  const { files, faults } = await reviewGolden(landed(folder));
  if (faults.length > 0) throw new Incompatible(faults.join('\n'));
  return [...files].flatMap(([name, text]) => renewed(`${folder}/${name}`, text, check));
}

/**
 * Writes the types of the client library from the event classes.
 * @param {boolean} check
 * @returns {Promise<string[]>}
 */
async function writeClientTypes(check) {
  const { eventTypes } = await bundled('scripts/schema-files.ts');
  const file = 'libs/client/generated/events.ts';
  const prettier = await import('prettier');
  const style = JSON.parse(readFileSync(join(root, '.prettierrc.json'), 'utf8'));
  const text = await prettier.format(eventTypes(), { ...style, parser: 'typescript' });
  return renewed(file, text, check);
}

/**
 * What a TypeScript file of scripts exports.
 * @param {string} entry
 */
async function bundled(entry) {
  const { bundle } = await import('./build.mjs');
  const file = `dist/${entry.replace(/\.ts$/, '.js')}`;
  await bundle(entry, file);
  return import(pathToFileURL(join(root, file)).href);
}

/**
 * Documents that are made from declarations: the file, the script and its function.
 * @type {readonly (readonly [file: string, script: string, table: string])[]}
 */
const TABLES = [
  ['docs/routes.md', 'scripts/routes-table.ts', 'routesTable'],
  ['docs/indicators.md', 'scripts/indicators-table.ts', 'indicatorsTable'],
];

/**
 * Writes a document from what is declared; says whether it changed.
 * @param {string} path
 * @param {string} script
 * @param {string} table
 * @param {boolean} check
 */
async function writeTable(path, script, table, check) {
  const tables = await bundled(script);
  const prettier = await import('prettier');
  const style = JSON.parse(readFileSync(join(root, '.prettierrc.json'), 'utf8'));
  const text = await prettier.format(tables[table](), { ...style, parser: 'markdown' });
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return false;
  if (!check) writeFileSync(file, text);
  return true;
}

async function main() {
  helpOr(HELP);
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, base: { type: 'string', default: root } } });
  const { check, base } = values;
  const changed = await generate({ check, base });
  for (const file of changed) console.log(check ? `${file} is out of date; run node scripts/generate.mjs` : `wrote ${file}`);
  process.exit(check && changed.length > 0 ? 1 : 0);
}

if (isMain(import.meta.url))
  main().catch((/** @type {Error} */ error) => {
    console.error(error instanceof Incompatible ? error.message : error);
    process.exit(1);
  });
