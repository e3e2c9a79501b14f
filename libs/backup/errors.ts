import { LianhuError } from '@lianhu/kernel';

/** A backup that is not what was written: half of it, or a file that changed. */
export class BackupBroken extends LianhuError {
  readonly code = 'backup.broken';
  constructor(
    readonly file: string,
    what: string,
  ) {
    super(`${file}: ${what}. Take another backup.`);
  }
}

/** Keeping or bringing back cannot begin as it was asked for; nothing was changed. */
export class BackupRefused extends LianhuError {
  readonly code = 'backup.refused';
}

/** What is said where the lines are not in the database: half of a log is no backup. */
export const ON_EVENTSTORE =
  'The lines of this log are on EventStoreDB; lianhu backup and restore keep what is in PostgreSQL only, which would be half of it. How both are kept together: docs/eventstore.md.';
