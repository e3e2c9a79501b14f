import { MOST, Seldom } from './seldom';

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

test('however many things are said, so many are remembered and no more', () => {
  const seldom = new Seldom(() => 0);
  const said: string[] = [];
  for (let n = 0; n <= MOST; n++) seldom.say(`${n}`, () => undefined);
  for (const what of ['1', '0', `${MOST}`]) seldom.say(what, () => said.push(what));
  expect(said).toEqual(['0']);
});
