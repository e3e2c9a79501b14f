import { logger } from './logger';
import { hearUnheard, SOFTWARE_EXIT } from './unheard';

type Listener = (error: unknown) => void;
let heard: Map<string, Listener>;
let lines: { readonly level: string; readonly fields: unknown }[];
let said: unknown[];

beforeEach(() => {
  // Specs that ran before in this worker may have left theirs.
  process.exitCode = undefined;
  [heard, lines, said] = [new Map(), [], []];
  for (const how of ['on', 'once'] as const)
    jest.spyOn(process, how).mockImplementation((event, listener) => {
      heard.set(String(event), listener as Listener);
      return process;
    });
  for (const level of ['error', 'fatal'] as const)
    jest.spyOn(logger, level).mockImplementation((fields: unknown, text?: unknown) => {
      lines.push({ level, fields });
      said.push(text);
    });
});
afterEach(() => {
  process.exitCode = undefined;
  jest.restoreAllMocks();
});

/** An error whose message holds what nobody may read in a log. */
function parsing(): Error {
  try {
    return JSON.parse('{"name":"溪若云" 990101') as Error;
  } catch (error) {
    return error as Error;
  }
}

test('a promise that nobody waits for is told by where it failed and not by what it says, and ends nothing', () => {
  const end = jest.fn();
  hearUnheard(end);
  heard.get('unhandledRejection')?.(parsing());
  heard.get('unhandledRejection')?.('溪若云');
  expect(lines).toEqual([
    {
      level: 'error',
      fields: { fault: 'SyntaxError', code: undefined, at: expect.arrayContaining([expect.stringMatching(/unheard\.spec\.ts:\d+:\d+/)]) },
    },
    { level: 'error', fields: { fault: 'string', code: undefined, at: [] } },
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/溪|990101/);
  expect([end.mock.calls.length, process.exitCode]).toEqual([0, undefined]);
});

test('an exception that nobody caught ends the process as a signal does, with an exit code of its own', () => {
  const end = jest.fn();
  hearUnheard(end);
  heard.get('uncaughtException')?.(Object.assign(parsing(), { code: 'E_ODD' }));
  expect(lines.map(({ level, fields }) => [level, (fields as { code: unknown }).code])).toEqual([['fatal', 'E_ODD']]);
  expect(JSON.stringify(lines)).not.toMatch(/溪|990101/);
  expect([end.mock.calls.length, process.exitCode]).toEqual([1, SOFTWARE_EXIT]);
  heard.get('unhandledRejection')?.(parsing());
  // Tests that run a whole process look for these words.
  expect(said).toEqual([expect.stringContaining('nobody listened'), expect.stringContaining('nobody listened')]);
});
