import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Viewer } from '@lianhu/access';
import { catalogue } from '@lianhu/catalogue';
import { ENTERED, hub } from '@lianhu/departments/hub';
import type { Clock } from '@lianhu/kernel';
import { keyFile } from '@lianhu/vault';
import { HubAway, ProblemError, problemOf, type EventOutcome, type Language } from '@lianhu/services/platform';
import type { PushResult } from './edge';
import { EdgeRegistry } from './edge-registry';
import { FilesController } from './table-jobs/files.controller';
import { TableJobs } from './table-jobs/table-jobs';

/** AES-256 key. Unit: bytes. */
const KEY_BYTES = 32;

/** What the tables of the office need from outside. */
export interface OfficeTables {
  /** The office's own folder: key and files. */
  readonly folder: string;
  readonly clock: Clock;
  /** Codes of towns and villages → names, for files that name them. */
  readonly places: Readonly<Record<string, string>>;
  /** The desk at which people of the office enter records: checks a row as it checks a form. Throws ProblemError, HubAway. */
  readonly enter: (caller: { readonly viewer: Viewer; readonly language: Language }, row: Readonly<Record<string, unknown>>) => Promise<EventOutcome>;
}

/** Opens the tables of the office: as a department's, but rows go to its own desk, for the hub is its own edge. */
export function openOfficeTables({ folder, clock, places, enter }: OfficeTables): TableJobs {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const key = keyFile(join(folder, 'keys'), 'office.spool.key', () => randomBytes(KEY_BYTES));
  const push = async (row: unknown, viewer: Viewer, language: Language): Promise<PushResult> => {
    try {
      return await enter({ viewer, language }, row as Readonly<Record<string, unknown>>);
    } catch (error) {
      const problem = refusalOf(error, language);
      return { status: problem.status, problem };
    }
  };
  return new TableJobs({
    edge: { department: hub.id, push },
    folder: join(folder, 'files'),
    key,
    places,
    now: () => clock.now(),
    takes: isRegister,
  });
}

/** Whether rows may become events of a type: what people enter by hand and what names no child, for the files lie on the monitor's disk. */
function isRegister(type: string): boolean {
  const definition = ENTERED.has(type) ? catalogue.event(type) : undefined;
  return definition?.child === false && !definition.restricted;
}

/** A row that the desk refuses; while the hub is away there is nowhere to keep it, so it is tried again. */
function refusalOf(error: unknown, language: Language): ReturnType<typeof problemOf> {
  if (error instanceof ProblemError) return problemOf(error.code, error.extra, language);
  if (error instanceof HubAway) return problemOf('hub-unavailable', {}, language);
  throw error;
}

/** Routes of files for a process that serves the office and no department's edge. */
@Module({})
export class OfficeFilesModule {
  static of(office: TableJobs): DynamicModule {
    const registry = new EdgeRegistry([], () => false, office);
    return { module: OfficeFilesModule, controllers: [FilesController], providers: [{ provide: EdgeRegistry, useValue: registry }] };
  }
}
