import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setImmediate as turn } from 'node:timers/promises';
import { ProblemError } from '@lianhu/services/platform';
import { uploaded } from './multipart';

const part = (name: string, content: string): string =>
  `--x\r\nContent-Disposition: form-data; name="${name}"; filename="${name}.csv"\r\n\r\n${content}`;
const take = async (chunks: readonly string[]): Promise<string> =>
  uploaded(Readable.from(chunks), { 'content-type': 'multipart/form-data; boundary=x' }, (_name, stream) => text(stream));

const NO_FILE: readonly [what: string, chunks: readonly string[]][] = [
  ['nothing', []],
  ['the end alone', ['--x--\r\n']],
  ['no part at all', ['garbage']],
  ['the head of a part', ['--x\r\n\r\n']],
  ['a field', ['--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n']],
  ['a file that breaks off', [part('a', 'b')]],
  ['a second file that breaks off', [part('a', 'b'), `\r\n${part('c', 'd')}`]],
  ['two files', [part('a', 'b'), `\r\n${part('c', 'd')}\r\n--x--\r\n`]],
];

// An error that nobody listens to ends the whole process: of all departments where all run in one.
test.each(NO_FILE)('a body that holds %s is refused, and nothing else happens', async (_what, chunks) => {
  const unheard: unknown[] = [];
  const hear = (error: unknown): void => void unheard.push(error);
  process.on('uncaughtException', hear);
  try {
    await expect(take(chunks)).rejects.toMatchObject({ code: 'malformed-request' } satisfies Partial<ProblemError>);
    for (let turns = 0; turns < 5; turns++) await turn();
    expect(unheard).toEqual([]);
  } finally {
    process.off('uncaughtException', hear);
  }
});

test('the one file of a body is handed on whole', async () => {
  expect(await take([part('a', 'b'), 'c\r\n--x--\r\n'])).toBe('bc');
});
