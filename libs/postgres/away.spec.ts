import { isAway, isPassing, ServerUnfit } from '.';

test('a database that is away is told from a fault of ours and from a full disk', () => {
  const error = (fields: object, message = 'x'): Error => Object.assign(new Error(message), fields);
  for (const code of ['28P01', '28000', '3D000', '53300', '57P03', '25006', '55P03', 'CERT_HAS_EXPIRED', 'SELF_SIGNED_CERT_IN_CHAIN'])
    expect([code, isAway(error({ code }))]).toEqual([code, true]);
  expect(isAway(error({ code: 'ECONNREFUSED', syscall: 'connect' }))).toBe(true);
  expect(isAway(error({ code: 'ENOENT', syscall: 'connect' }))).toBe(true);
  expect(isAway(error({}, 'Connection terminated unexpectedly'))).toBe(true);
  for (const code of ['42501', '42P01', '23505', '22021']) expect([code, isAway(error({ code }))]).toEqual([code, false]);
  expect(isAway(error({ code: 'ENOSPC', syscall: 'write' }))).toBe(false);
  expect(isAway(new TypeError(`Cannot read properties of undefined (reading 'connection')`))).toBe(false);
  expect([isAway(undefined), isAway(new ServerUnfit('x'))]).toEqual([false, false]);
  expect(isPassing(error({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }))).toBe(true);
});
