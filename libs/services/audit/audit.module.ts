import { Module, type DynamicModule } from '@nestjs/common';
import { AuditController, AuditParts } from './audit.controller';
import type { RunningAudit } from './create-audit';
import { LogController } from './log.controller';
import { LogPages } from './log-pages';
import { ReplayJobs } from './replay-jobs';
import { Replays } from './replays';
import { ReplaysController } from './replays.controller';

/** Wires the auditors' service to its routes. */
@Module({})
export class AuditModule {
  static of({ parts, pages, replays, jobs }: RunningAudit): DynamicModule {
    return {
      module: AuditModule,
      controllers: [LogController, AuditController, ReplaysController],
      providers: [
        { provide: AuditParts, useValue: parts },
        { provide: LogPages, useValue: pages },
        { provide: Replays, useValue: replays },
        { provide: ReplayJobs, useValue: jobs },
      ],
    };
  }
}
