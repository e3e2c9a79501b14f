import { Module, type DynamicModule } from '@nestjs/common';
import { EdgeRegistry } from './edge-registry';
import { EventsController } from './events.controller';
import { FormsController } from './forms.controller';
import { FilesController } from './table-jobs/files.controller';
import { QuarantineController } from './quarantine.controller';

/** Wires the edges of this process to their routes. */
@Module({})
export class EdgeModule {
  static of(registry: EdgeRegistry): DynamicModule {
    return {
      module: EdgeModule,
      controllers: [EventsController, FormsController, QuarantineController, FilesController],
      providers: [{ provide: EdgeRegistry, useValue: registry }],
    };
  }
}
