import { LianhuError } from '@lianhu/kernel';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { startFault } from './or-say';

class Refused extends LianhuError {
  readonly code = 'platform.refused';
}

test('what people can mend is said without where in the program it was; what they cannot is not hidden', async () => {
  expect(startFault(new Refused('Stop it first.'))).toBe('Stop it first. (platform.refused)');
  const first = createServer();
  await once(first.listen(0, '127.0.0.1'), 'listening');
  const { port } = first.address() as AddressInfo;
  const second = createServer();
  const failed = once(second, 'error') as Promise<[Error]>;
  second.listen(port, '127.0.0.1');
  const [error] = await failed;
  first.close();
  expect(startFault(error)).toBe(`127.0.0.1:${port} is taken by another program; end it, or choose another with PORT.`);
  expect(startFault(Object.assign(new Error('x'), { code: 'EACCES', path: '/data' }))).toBe('/data may not be opened by this user.');
  expect(startFault(Object.assign(new Error('x'), { code: 'ENOSPC' }))).toBe('No space is left.');
  expect([startFault(new TypeError('x is not a function')), startFault(undefined)]).toEqual([undefined, undefined]);
});
