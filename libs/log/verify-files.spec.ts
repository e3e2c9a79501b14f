import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { vectors } from './vectors/vectors';
import { verifyFiles } from './verify';

const v = vectors();

describe('files', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'lianhu-verify-'))));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const exported = `${v.export.join('\n')}\n`;

  test('an export and a trust file on disk', async () => {
    const [file, trust] = [write('export.ndjson', exported), write('trust.json', JSON.stringify(v.trust, null, 2))];
    const exit = async (a: string, b?: string) => (await verifyFiles(a, b)).exit;
    expect(await exit(file, trust)).toBe(0);
    expect(await exit(write('no-end', exported.trimEnd()), trust)).toBe(0);
    expect(await exit(file, write('notepad.json', `\ufeff${JSON.stringify(v.trust)}`))).toBe(0);
    expect(await exit(file)).toBe(2);
    expect(await exit(file, join(folder, 'absent'))).toBe(2);
    expect(await exit(file, write('broken', '{"origin":'))).toBe(2);
    expect(await exit(join(folder, 'absent'), trust)).toBe(2);
    expect(await exit(folder, trust)).toBe(2);
    expect(await exit(write('empty', ''), trust)).toBe(2);
    expect(await exit(write('crlf', exported.replace(/\n/g, '\r\n').replace('\r\n', '\n')), trust)).toBe(1);
    expect(await exit(write('latin', Buffer.from(exported.replace('witness', 'witnes§'), 'latin1')), trust)).toBe(1);
  });

  test('the file stands alone: it imports node built-ins only and runs by itself', () => {
    const source = readFileSync(join(import.meta.dirname, 'verify.ts'), 'utf8');
    const imports = ts.preProcessFile(source).importedFiles.map(({ fileName }) => fileName);
    expect(imports.filter((name) => !name.startsWith('node:'))).toEqual([]);
    expect(source.split('\n').length).toBeLessThanOrEqual(450);
    const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
    const [alone, file, trust] = [write('verify.ts', outputText), write('e', exported), write('t', JSON.stringify(v.trust))];
    const run = (...args: string[]) => spawnSync(process.execPath, [alone, ...args], { encoding: 'utf8' });
    expect(run(file, '--trust', trust)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^proven /) });
    expect(run(write('x', exported.replace('witness', 'victim')), '--trust', trust)).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/^tampered .*position 5/),
    });
    expect(run(file)).toMatchObject({ status: 2, stdout: expect.stringMatching(/^cannot-tell /) });
  });
});
