import { BadConfig, readConfig } from './config';
import { cameOverTls } from './session-cookie';

const TLS = { tls: { cert: 'c', key: 'k' } };
const PROXY = { proxy: true };

test.each([
  ['this process speaks TLS', undefined, TLS, true],
  ['this process speaks TLS, whatever a client writes', 'http', TLS, true],
  ['no proxy is declared', undefined, {}, false],
  ['no proxy is declared and a client says that there is one', 'https', {}, false],
  ['the proxy says so', 'https', PROXY, true],
  ['the proxy says so in other letters', 'HTTPS', PROXY, true],
  ['the proxy says that it was in clear', 'http', PROXY, false],
  ['the proxy says so behind what a client wrote', 'http, https', PROXY, true],
  ['the proxy says that it was in clear behind what a client wrote', 'https,http', PROXY, false],
  ['the proxy says nothing: TLS was declared', undefined, PROXY, true],
  ['the proxy says something else: TLS was declared', '', PROXY, true],
])('%s', (_, said, config, expected) => {
  expect(cameOverTls({ headers: said === undefined ? {} : { 'x-forwarded-proto': said } }, config)).toBe(expected);
});

test('a proxy is declared by 1 and by nothing else; without it nothing outside is listened to in clear', () => {
  expect([{}, { LIANHU_PROXY: '' }, { LIANHU_PROXY: '0' }, { LIANHU_PROXY: '1' }].map((env) => readConfig(env).proxy)).toEqual([
    false,
    false,
    false,
    true,
  ]);
  for (const env of [{ LIANHU_PROXY: 'yes' }, { HOST: '0.0.0.0' }, { HOST: '0.0.0.0', LIANHU_PROXY: '0' }])
    expect(() => readConfig(env)).toThrow(BadConfig);
  expect(readConfig({ HOST: '0.0.0.0', LIANHU_PROXY: '1' }).host).toBe('0.0.0.0');
});
