import { Module, type DynamicModule } from '@nestjs/common';
import { AuditController, AuditParts } from './audit.controller';
import { LogController } from './log.controller';
import { LogPages } from './log-pages';

/** Wires the auditors' service to its routes. */
@Module({})
export class AuditModule {
  static of(parts: AuditParts, pages: LogPages): DynamicModule {
    return {
      module: AuditModule,
      controllers: [LogController, AuditController],
      providers: [
        { provide: AuditParts, useValue: parts },
        { provide: LogPages, useValue: pages },
      ],
    };
  }
}
