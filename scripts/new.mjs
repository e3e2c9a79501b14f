/** Writes a department with its app, an event, a view or a warning, and registers it. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensure } from './ensure.mjs';
import { app, department, event, NUMBERS, pascal, view, viewSpec, warning, warningSpec } from './new-templates.mjs';
import { helpOr, root } from './workspace.mjs';

const HELP = `
npm run new -- department <id> --title 中文名          libs/departments/<id> and apps/<id>, its code in the list DEPT
npm run new -- event <department>.<noun>.<verb> --title 中文名 [--level L3]
                                                     e.g. event police.dv-call.received --title 家暴警情 --level L4
npm run new -- event <type> --version 2              raises a type that is there: new optional fields, wider bounds; nothing
                                                     may be removed, renamed or narrowed (a new type may)
npm run new -- view <name> --title 中文名              libs/views/<name>: one row a child, with a sum by town
npm run new -- warning <name> --title 中文名 --on <event type>
                                                     libs/warnings/<name> with the next free number, its thresholds in infra/policy

An indicator is one export in libs/reports/indicators. What lies outside a folder (who is told, who may read a view):
docs/new-department.md.

Names are lower case with hyphens. What is written compiles and is registered at once; then replace its words.
  --base <folder>   another workspace than this one (for tests)`;

/** @type {Record<string, (name: string) => string>} What to do with what was written. */
const NEXT = {
  department: (name) => `next: npm run new -- event ${name}.<noun>.<verb> --title 中文名 (step by step: docs/new-department.md)`,
  event: () => 'next: replace its words and fields; node scripts/generate.mjs; npm run check; then push its example (docs/new-department.md)',
  view: () => 'next: replace its words and its test; node scripts/generate.mjs; npm run check; then say who may read it (docs/new-department.md)',
  warning: () =>
    'next: replace its words, its condition and its test; and its numbers in infra/policy with their sources; npm run check (docs/new-department.md)',
};

/** A refusal, as people read it. */
class Refused extends Error {}

const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const TYPE = /^([a-z][a-z0-9-]*)\.([a-z][a-z0-9-]*)\.([a-z][a-z0-9-]*)$/;

/**
 * @typedef {{ base: string, name: string, title: string, level: string, on?: string, version?: string }} Wish
 */

/** @type {Record<string, (wish: Wish) => Promise<string[]> | string[]>} */
const KINDS = {
  department: ({ base, name, title }) => {
    mustBe(KEBAB, name);
    return [
      write(base, `libs/departments/${name}/index.ts`, department({ id: name, title })),
      write(base, `libs/departments/${name}/events/index.ts`, 'export {};\n'),
      write(base, `apps/${name}/main.ts`, app({ id: name, title })),
      ...coded(base, name, title),
    ];
  },
  event: ({ base, name, title, level, version }) => {
    const [, of = '', noun = '', verb = ''] = mustBe(TYPE, name);
    if (version !== undefined) return [raise(base, `libs/departments/${of}/events/${noun}-${verb}.ts`, name, Number(version))];
    if (!/^L[1-6]$/.test(level)) throw new Refused(`${level} is no level; use L1 to L6`);
    if (!existsSync(join(base, `libs/departments/${of}/index.ts`)))
      throw new Refused(`there is no department ${of}; npm run new -- department ${of} --title …`);
    const cls = pascal(`${noun}.${verb}`);
    return [write(base, `libs/departments/${of}/events/${noun}-${verb}.ts`, event({ type: name, name: cls, title, level }))];
  },
  view: ({ base, name, title }) => {
    mustBe(KEBAB, name);
    return [
      write(base, `libs/views/${name}/index.ts`, view({ id: name, title })),
      write(base, `libs/views/${name}/${name}.spec.ts`, viewSpec({ id: name, title })),
    ];
  },
  warning: ({ base, name, title, on = '' }) => {
    mustBe(KEBAB, name);
    const [, of = '', noun, verb] = mustBe(TYPE, on, '--on');
    const cls = pascal(`${noun}.${verb}`);
    if (!existsSync(join(base, `libs/departments/${of}/events/${noun}-${verb}.ts`))) throw new Refused(`there is no event ${on}`);
    const rule = nextRule(base);
    return [
      write(base, `libs/warnings/${name}/index.ts`, warning({ id: name, title, rule, department: of, cls })),
      write(base, `libs/warnings/${name}/${name}.spec.ts`, warningSpec({ id: name, title, rule })),
      ...numbered(base, rule),
    ];
  },
};

/**
 * @param {RegExp} pattern
 * @param {string} text
 * @param {string} [what]
 */
function mustBe(pattern, text, what = 'the name') {
  const match = pattern.exec(text);
  if (!match) throw new Refused(`${what} ${JSON.stringify(text)} does not fit; see --help`);
  return match;
}

/**
 * @param {string} base
 * @param {string} file
 * @param {string} text
 */
function write(base, file, text) {
  if (existsSync(join(base, file))) throw new Refused(`${file} is there already`);
  mkdirSync(dirname(join(base, file)), { recursive: true });
  writeFileSync(join(base, file), text);
  return file;
}

/**
 * Raises the class of a type to its next version, with an upcaster that changes nothing yet. The shape of the version before it
 * stays in libs/catalogue/schemas, and an event of it in libs/catalogue/golden.
 * @param {string} base
 * @param {string} file
 * @param {string} type
 * @param {number} version
 */
function raise(base, file, type, version) {
  if (!existsSync(join(base, file))) throw new Refused(`there is no ${file}`);
  const text = readFileSync(join(base, file), 'utf8');
  const before = Number(/^ {2}version: (\d+),$/m.exec(text)?.[1]);
  if (version !== before + 1) throw new Refused(`${type} is in version ${before}; the next is ${before + 1}`);
  if (!landed(base, `libs/catalogue/schemas/${type}/${before}.json`))
    throw new Refused(`version ${before} of ${type} is not committed yet: change it as it is`);
  const upcast = `    ${before}: (data) => data,\n`;
  const raised = text.replace(/^ {2}version: \d+,$/m, `  version: ${version},`);
  writeFileSync(
    join(base, file),
    /^ {2}upcasts: \{$/m.test(raised)
      ? raised.replace(/^( {2}upcasts: \{\n[\s\S]*?)^ {2}\},$/m, `$1${upcast}  },`)
      : raised.replace(
          /^ {2}version: \d+,$/m,
          `$&\n  // How events of the versions before this one are read: say here what they would say now.\n  upcasts: {\n${upcast}  },`,
        ),
  );
  return file;
}

/**
 * Adds a department to the code list by which lines name departments; a list that is committed comes to its next version by that.
 * @param {string} base
 * @param {string} id
 * @param {string} title
 */
function coded(base, id, title) {
  const file = 'libs/standards/codes.ts';
  const text = readFileSync(join(base, file), 'utf8');
  const [list = '', codes = '', version = '', end = ''] = /export const DEPT = defineCodes\(([\s\S]*?\n) {2}\},\n {2}(\d+)(,\n\);)/.exec(text) ?? [];
  if (list === '') throw new Refused(`${file} has no list DEPT to which ${id} could be added`);
  const key = /^\w+$/.test(id) ? id : `'${id}'`;
  if (codes.includes(`\n    ${key}: `)) return [];
  const raised = landed(base, `libs/catalogue/schemas/codes/DEPT/${version}.json`) ? Number(version) + 1 : version;
  writeFileSync(
    join(base, file),
    text.replace(list, () => `export const DEPT = defineCodes(${codes}    ${key}: '${title}',\n  },\n  ${raised}${end}`),
  );
  return [file];
}

/**
 * Whether a file stands in the commit that what is written is compared with, as scripts/generate.mjs takes it: what is not
 * committed there may still change. Without git: whether it is there.
 * @param {string} base
 * @param {string} file
 */
function landed(base, file) {
  const commit = process.env['LIANHU_BASE'] || 'HEAD';
  const { status, stdout } = spawnSync('git', ['ls-tree', '--name-only', commit, '--', file], { cwd: base, encoding: 'utf8' });
  return status === 0 ? stdout !== '' : existsSync(join(base, file));
}

/**
 * Adds the numbers of a new rule to the policy packs, behind those of the other rules, each with its source to be named.
 * @param {string} base
 * @param {string} rule
 */
function numbered(base, rule) {
  const values = JSON.stringify(NUMBERS, undefined, 1).replace(/\n */g, ' ');
  const sources = Object.keys(NUMBERS).map((name) => `    "${rule}.${name}": "† (assumption): name its source",\n`);
  return packs(base).map(({ file, text }) => {
    const lines = text.replace(/^( {2}"R\d\d": .+\n)(?! {2}"R\d\d": )/m, (last) => `${last}  "${rule}": ${values},\n`);
    writeFileSync(
      join(base, file),
      lines.replace(/^( {4}"R\d\d\.\w+": .+\n)(?! {4}"R\d\d\.)/m, (last) => `${last}${sources.join('')}`),
    );
    return file;
  });
}

/**
 * The policy packs of this repository.
 * @param {string} base
 */
function packs(base) {
  const folder = 'infra/policy';
  const files = existsSync(join(base, folder)) ? readdirSync(join(base, folder)) : [];
  return files
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({ file: `${folder}/${name}`, text: readFileSync(join(base, folder, name), 'utf8') }))
    .filter(({ text }) => /^ {2}"R\d\d": /m.test(text));
}

/**
 * The next free number of a rule, e.g. R03; one that only a policy pack names is taken too.
 * @param {string} base
 */
function nextRule(base) {
  const folder = join(base, 'libs', 'warnings');
  const texts = existsSync(folder)
    ? readdirSync(folder)
        .map((name) => join(folder, name, 'index.ts'))
        .filter(existsSync)
    : [];
  const rules = texts.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\bid: 'R(\d+)'/g)]);
  const named = packs(base).flatMap(({ text }) => [...text.matchAll(/^ {2}"R(\d+)": /gm)]);
  const numbers = [...rules, ...named].map(([, digits]) => Number(digits));
  return `R${String(Math.max(0, ...numbers) + 1).padStart(2, '0')}`;
}

async function main() {
  helpOr(HELP);
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      title: { type: 'string' },
      version: { type: 'string' },
      level: { type: 'string', default: 'L3' },
      on: { type: 'string' },
      base: { type: 'string', default: root },
    },
  });
  const [kind = '', name = ''] = positionals;
  const make = KINDS[kind];
  const titled = values.title !== undefined || (kind === 'event' && values.version !== undefined);
  if (!make || !titled || /['`\\]/.test(values.title ?? '')) throw new Refused(`say what to write, its name and --title.\n${HELP}`);
  await ensure();
  const files = await make({ base: values.base, name, title: values.title ?? '', level: values.level, on: values.on, version: values.version });
  const { generate } = await import('./generate.mjs');
  const generated = await generate({ base: values.base });
  for (const file of [...files, ...generated]) console.log(`wrote ${file}`);
  console.log(NEXT[kind]?.(name));
}

main().catch((/** @type {Error} */ error) => {
  console.error(error instanceof Refused || error.name === 'TypeError' ? error.message : error);
  process.exit(2);
});
