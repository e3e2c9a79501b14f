import fs from 'node:fs';
import { logger } from './logger';

afterEach(() => jest.restoreAllMocks());

test('a log that cannot be written, its disk being full, lets nothing else fail, and goes on when there is room', () => {
  const write = jest.spyOn(fs, 'writeSync').mockImplementation(() => {
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  });
  expect(() => logger.error('first')).not.toThrow();
  expect(() => logger.fatal('second')).not.toThrow();
  expect(write).toHaveBeenCalled();
  const lines: string[] = [];
  write.mockImplementation((_, text) => {
    lines.push(String(text));
    return Buffer.byteLength(String(text));
  });
  logger.error('third');
  expect(lines.join('')).toContain('"msg":"third"');
});
