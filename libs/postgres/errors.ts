import { LianhuError } from '@lianhu/kernel';

/** PostgreSQL did not start, or stopped and could not be brought back. */
export class PostgresFailed extends LianhuError {
  readonly code = 'postgres.failed';
  constructor(
    readonly folder: string,
    readonly lastWords: string,
  ) {
    super(`PostgreSQL in ${folder} does not run: ${lastWords || 'it said nothing'}`);
  }
}

/** Another Lianhu holds this data folder; two on one folder would fight. */
export class FolderInUse extends LianhuError {
  readonly code = 'postgres.folder-in-use';
  constructor(readonly folder: string) {
    super(`Another Lianhu already runs on ${folder}. Stop it, or choose another data folder.`);
  }
}

/** The npm package with PostgreSQL's programs for this machine is not installed. */
export class NoBinaries extends LianhuError {
  readonly code = 'postgres.no-binaries';
  constructor(readonly platform: string) {
    super(`There is no embedded PostgreSQL for ${platform}. Run npm ci without --omit=optional, or set DATABASE_URL.`);
  }
}

/** The account that PostgreSQL runs under cannot reach its files. */
export class FolderClosed extends LianhuError {
  readonly code = 'postgres.folder-closed';
  constructor(readonly path: string) {
    super(
      `PostgreSQL may not run as root, and ${path} is closed to other accounts. Open it for passing (chmod o+x), or start Lianhu as another user.`,
    );
  }
}

/** The roles of a server belong to another data folder: new passwords would lock out whoever works with it, and its keys are not here. */
export class RolesTaken extends LianhuError {
  readonly code = 'postgres.roles-taken';
  constructor(readonly database: string) {
    super(
      `Another data folder has set up database ${database} or works on its server, with other passwords. Start with that folder, or copy its postgres/passwords.json and its keys; only if it is lost, give the lianhu_ roles the passwords of this folder's passwords.json by hand.`,
    );
  }
}

/** The server or database behind DATABASE_URL cannot keep what Lianhu promises. */
export class ServerUnfit extends LianhuError {
  readonly code = 'postgres.server-unfit';
  constructor(why: string) {
    super(`This database cannot be Lianhu's: ${why}.`);
  }
}

/** A migration that has landed was edited afterwards. */
export class MigrationChanged extends LianhuError {
  readonly code = 'postgres.migration-changed';
  constructor(readonly migration: string) {
    super(`Migration ${migration} has landed in this database with other words. Restore it and add a new one instead.`);
  }
}

/** A transaction was told to commit and rolled back, because an error inside it was swallowed. */
export class NotCommitted extends LianhuError {
  readonly code = 'postgres.not-committed';
  constructor() {
    super('The transaction had failed before its commit, so nothing was written.');
  }
}
