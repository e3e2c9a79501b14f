/** Enforces the layers over Nx's graph, refuses deep imports, and keeps pure layers pure. Run in the workspace to be checked. */
import { existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';
import { LAYERS } from './layers.mjs';
import { helpOr, isMain } from './workspace.mjs';

const HELP = `
node scripts/import-check.mjs

Checks every import of this workspace: each layer imports lower layers only, siblings never import each other, no import
reaches into another library's files, and pure layers touch no Node, clock, randomness or I/O. The layers are in
scripts/layers.mjs.`;

/**
 * @typedef {object} Project
 * @property {string} name
 * @property {string} root
 * @property {string} layer
 *
 * @typedef {object} SourceFile One file with the projects that Nx saw it import.
 * @property {string} path
 * @property {Project} project
 * @property {readonly Project[]} imports
 */

/** Packages without I/O, clock or randomness, which pure layers may use. */
const PURE_PACKAGES = new Set(['class-validator', 'class-transformer', 'chinese-days', 'reflect-metadata']);
/** Globals that act. */
const IMPURE_CALLS = new Set(['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'require']);
/** Members of globals that read a clock, chance or the machine. */
const IMPURE_MEMBERS = new Map(
  Object.entries({
    Date: ['now'],
    Math: ['random'],
    performance: ['now'],
    crypto: ['randomUUID', 'getRandomValues', 'subtle'],
    process: ['env', 'argv', 'cwd', 'hrtime', 'exit', 'pid', 'stdout', 'stderr', 'nextTick', 'uptime'],
    console: ['log', 'warn', 'error', 'info', 'debug'],
  }),
);

/** Files of tests: specs, the data that they share, the programs that they start. */
const isSpec = (/** @type {string} */ path) => /\.(spec|fixture|child)(\.tsx?)?$/.test(path);

/**
 * Whether one project may import another, by their layers. Specs are free, except that nothing imports an app.
 * @param {SourceFile} file
 * @param {Project} target
 * @returns {string | undefined} what is wrong
 */
export function layerFault({ path, project }, target) {
  if (target.name === project.name) return undefined;
  if (target.layer === 'apps' || target.layer === 'dashboard') return `${path}: apps are never imported (${target.root})`;
  if (isSpec(path)) return undefined;
  const rule = LAYERS[project.layer];
  if (!rule) return `${path}: ${project.root} is in no layer of scripts/layers.mjs`;
  if (rule.may.includes(target.layer)) return undefined;
  if (project.layer === target.layer) return `${path}: siblings of the layer ${target.layer} do not import each other (${target.root})`;
  return `${path}: the layer ${project.layer} may not import ${target.layer} (${target.root})`;
}

/**
 * What the text of one file shows: deep imports, paths out of the project, impure words in a pure layer.
 * @param {SourceFile} file
 * @param {string} text
 * @param {(path: string) => boolean} [isLibrary] whether `@lianhu/<path>` has an index.ts
 * @returns {string[]}
 */
export function textFaults({ path, project }, text, isLibrary = () => true) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const pure = LAYERS[project.layer]?.pure === true && !isSpec(path);
  const faults = specifiersOf(source).map((specifier) => specifierFault(path, project, specifier, pure, isLibrary));
  if (pure) visit(source, (node) => faults.push(purityFault(node, path, source)));
  return faults.filter((fault) => fault !== undefined);
}

/**
 * @param {string} path
 * @param {Project} project
 * @param {string} specifier
 * @param {boolean} pure
 * @param {(path: string) => boolean} isLibrary
 */
function specifierFault(path, project, specifier, pure, isLibrary) {
  if (isSpec(specifier) && !isSpec(path)) return `${path}: ${specifier} is for tests`;
  if (specifier.startsWith('.')) {
    const target = normalize(join(dirname(path), specifier));
    const inside = target === project.root || target.startsWith(`${project.root}/`);
    return inside || !/^(libs|apps)\//.test(target) ? undefined : `${path}: ${specifier} leaves its library; import @lianhu/<library>`;
  }
  const library = /^@lianhu\/(.+)$/.exec(specifier)?.[1];
  if (library !== undefined)
    return isLibrary(library) ? undefined : `${path}: ${specifier} is no library (libs/${library}/index.ts); deep imports are forbidden`;
  if (!pure) return undefined;
  if (isBuiltin(specifier)) return `${path}: ${specifier} in a pure layer`;
  const [scope, name] = specifier.split('/');
  const pkg = specifier.startsWith('@') ? `${scope}/${name}` : scope;
  return PURE_PACKAGES.has(pkg ?? '') ? undefined : `${path}: the package ${pkg} in a pure layer`;
}

/** @param {import('typescript').SourceFile} source */
function specifiersOf(source) {
  /** @type {string[]} */
  const found = [];
  visit(source, (node) => {
    const argument =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node) ? node.moduleSpecifier : isDynamicImport(node) ? node.arguments[0] : undefined;
    if (argument && ts.isStringLiteralLike(argument)) found.push(argument.text);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal))
      found.push(node.argument.literal.text);
  });
  return found;
}

/**
 * @param {import('typescript').Node} node
 * @returns {node is import('typescript').CallExpression}
 */
const isDynamicImport = (node) => ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;

/**
 * @param {import('typescript').Node} node
 * @param {string} path
 * @param {import('typescript').SourceFile} source
 */
function purityFault(node, path, source) {
  const word = impureWord(node);
  return word === undefined ? undefined : `${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${word} in a pure layer`;
}

/**
 * @param {import('typescript').Node} node
 * @returns {string | undefined}
 */
function impureWord(node) {
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const { text } = node.expression;
    return IMPURE_MEMBERS.get(text)?.includes(node.name.text) ? `${text}.${node.name.text}` : undefined;
  }
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0) return 'new Date()';
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    const { text } = node.expression;
    return IMPURE_CALLS.has(text) || text === 'Date' ? `${text}()` : undefined;
  }
  return undefined;
}

/**
 * @param {import('typescript').Node} node
 * @param {(node: import('typescript').Node) => void} see
 */
function visit(node, see) {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

/**
 * The files of the workspace in the current folder, with the imports that Nx found.
 * @returns {Promise<SourceFile[]>}
 */
async function filesFromNx() {
  process.env['NX_DAEMON'] = 'false';
  const { createProjectGraphAsync } = await import('nx/src/devkit-exports.js');
  const { readFileMapCache } = await import('nx/src/project-graph/nx-deps-cache.js');
  const graph = await createProjectGraphAsync({ exitOnError: true });
  /** @type {Map<string, Project>} */
  const projects = new Map();
  for (const { name, data } of Object.values(graph.nodes)) {
    const layer = data.tags?.find((tag) => tag.startsWith('layer:'))?.slice('layer:'.length) ?? 'none';
    projects.set(name, { name, root: data.root, layer });
  }
  const files = readFileMapCache()?.fileMap.projectFileMap;
  if (!files) throw new Error('Nx wrote no file map');
  const found = [...projects.values()].flatMap((project) =>
    (files[project.name] ?? []).map(({ file, deps }) => ({ path: file, project, deps: deps ?? [] })),
  );
  return found.map(({ path, project, deps }) => {
    const names = deps.map((dep) => (typeof dep === 'string' ? dep : dep.length === 2 ? dep[0] : (dep[1] ?? '')));
    return { path, project, imports: names.map((name) => projects.get(name)).filter((target) => target !== undefined) };
  });
}

/** Checks the workspace in the current folder; returns what is wrong, and how much was seen. */
export async function checkWorkspace() {
  const files = await filesFromNx();
  const isLibrary = (/** @type {string} */ path) => existsSync(join('libs', path, 'index.ts'));
  const faults = files.flatMap((file) => [
    ...file.imports.map((target) => layerFault(file, target)).filter((fault) => fault !== undefined),
    ...(/\.tsx?$/.test(file.path) ? textFaults(file, readFileSync(file.path, 'utf8'), isLibrary) : []),
  ]);
  return { faults, files: files.length, edges: files.reduce((sum, { imports }) => sum + imports.length, 0) };
}

async function main() {
  helpOr(HELP);
  const { faults, files, edges } = await checkWorkspace();
  for (const fault of faults) console.error(fault);
  console.log(`${files} files, ${edges} imports between projects, ${faults.length} faults`);
  process.exit(faults.length === 0 ? 0 : 1);
}

if (isMain(import.meta.url)) void main();
