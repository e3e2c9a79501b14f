import { join } from 'node:path';
import ts from 'typescript';

/** Files that are not on disk, compiled as if they lay among the kernel's sources. */
const fileOf = (n: number): string => join(__dirname, `what-must-not-compile-${n}.ts`);

/** Messages of the compiler about each of these; one program for all, since the libraries' types take most of its time. */
function compile(bodies: readonly string[]): readonly string[][] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    experimentalDecorators: true,
    noEmit: true,
    skipLibCheck: true,
    useDefineForClassFields: false,
    types: [],
  };
  const sources = new Map(
    bodies.map((body, n) => [fileOf(n), `import { CaseRef, Countable, on, Secret, type Clear } from './index';\n${body}\nexport {};\n`]),
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  host.getSourceFile = (name, ...rest) => {
    const source = sources.get(name);
    return source === undefined ? getSourceFile(name, ...rest) : ts.createSourceFile(name, source, ts.ScriptTarget.ES2022);
  };
  const program = ts.createProgram([...sources.keys()], options, host);
  return [...sources.keys()].map((name) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(name)).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ')),
  );
}

const EVENT = `class Call { @Secret() alarmNo!: Secret<string>; weapon?: boolean; }`;

const KEEPS = `${EVENT}\non(Call, (calls: number, { data }) => calls + (data.weapon ? 1 : 0));`;
const BREAKS = [
  ['a plain string that is declared secret', 'class Call { @Secret() alarmNo!: string; }'],
  ['a plain string that makes the case token', 'class Case { @CaseRef() caseRef!: string; }'],
  ['a secret that is declared countable', 'class Call { @Countable() alarmNo!: Secret<string>; }'],
  ['a fold that touches a secret', `${EVENT}\non(Call, (calls: string, { data }) => calls + data.alarmNo);`],
  ['a clear view of an event that reads a secret', `${EVENT}\nexport const read = (data: Clear<Call>): string => data.alarmNo;`],
] as const;

const [kept, ...broken] = compile([KEEPS, ...BREAKS.map(([, body]) => body)]);

test('what keeps to the rule compiles', () => {
  expect(kept).toEqual([]);
});

test.each(BREAKS.map(([title], n) => [title, broken[n]]))('%s does not compile', (_, messages) => {
  expect(messages).not.toHaveLength(0);
});
