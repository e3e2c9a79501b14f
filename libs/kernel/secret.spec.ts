import { join } from 'node:path';
import ts from 'typescript';

/** A file that is not on disk, compiled as if it lay among the kernel's sources. */
const FILE = join(__dirname, 'what-must-not-compile.ts');

/** Messages of the compiler about these lines. */
function compile(body: string): string[] {
  const source = `import { CaseRef, Countable, on, Secret, type Clear } from './index';\n${body}\n`;
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
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => name === FILE || fileExists(name);
  host.getSourceFile = (name, ...rest) => (name === FILE ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest));
  const program = ts.createProgram([FILE], options, host);
  return ts.getPreEmitDiagnostics(program, program.getSourceFile(FILE)).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

const EVENT = `class Call { @Secret() alarmNo!: Secret<string>; weapon?: boolean; }`;

test('what keeps to the rule compiles', () => {
  expect(compile(`${EVENT}\non(Call, (calls: number, { data }) => calls + (data.weapon ? 1 : 0));`)).toEqual([]);
});

test.each([
  ['a plain string that is declared secret', 'class Call { @Secret() alarmNo!: string; }'],
  ['a plain string that makes the case token', 'class Case { @CaseRef() caseRef!: string; }'],
  ['a secret that is declared countable', 'class Call { @Countable() alarmNo!: Secret<string>; }'],
  ['a fold that touches a secret', `${EVENT}\non(Call, (calls: string, { data }) => calls + data.alarmNo);`],
  ['a clear view of an event that reads a secret', `${EVENT}\nexport const read = (data: Clear<Call>): string => data.alarmNo;`],
])('%s does not compile', (_, body) => {
  expect(compile(body).length).toBeGreaterThan(0);
});
