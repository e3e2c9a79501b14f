import { Seldom } from './seldom';

test('the same is said once a minute, with how often it was kept back; another thing at once', () => {
  let now = 0;
  const seldom = new Seldom(() => now);
  const said: string[] = [];
  const say = (what: string): void => seldom.say(what, (before) => said.push(`${what} ${before}`));
  say('57P03');
  now = 59_999;
  say('57P03');
  say('28P01');
  say('57P03');
  now = 60_000;
  say('57P03');
  expect(said).toEqual(['57P03 0', '28P01 0', '57P03 2']);
});
