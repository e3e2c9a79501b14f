import { Command } from 'commander';
import { departmentOption } from './department-option';

/** What a command with the option makes of its words. */
function parsed(words: readonly string[], more?: readonly string[]): unknown {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  command.addOption(departmentOption(undefined, more).makeOptionMandatory());
  return command.parse([...words], { from: 'user' }).opts()['department'];
}

test('a department of the catalogue is taken, members that send little among them', () => {
  expect(parsed(['--department', 'police'])).toBe('police');
  expect(parsed(['--department', 'league'])).toBe('league');
});

test('a mistyped department is refused with those that there are', () => {
  for (const mistyped of ['polic', 'Police', '公安', '', 'hub'])
    expect(() => parsed(['--department', mistyped])).toThrow(
      expect.objectContaining({ code: 'commander.invalidArgument', message: expect.stringContaining('police') }),
    );
});

test('a command may take more, as the import takes registers of the office', () => {
  expect(parsed(['--department', 'hub'], ['hub'])).toBe('hub');
});
