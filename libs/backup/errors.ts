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
