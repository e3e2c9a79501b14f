import { Module, type DynamicModule } from '@nestjs/common';
import type { RunningHub } from './create-hub';
import { Hub } from './hub';
import { HubController, Intake } from './hub.controller';
import { KeyRegister } from './key-register';
import { KeyRotation } from './key-rotation';
import { LogDesk } from './log-desk';
import { LogDeskController } from './log-desk.controller';

/** Wires a running hub to its routes. */
@Module({})
export class HubModule {
  static of({ hub, keys, rotation, logDesk }: RunningHub, intake = new Intake()): DynamicModule {
    return {
      module: HubModule,
      controllers: [HubController, LogDeskController],
      providers: [
        { provide: Hub, useValue: hub },
        { provide: KeyRegister, useValue: keys },
        { provide: KeyRotation, useValue: rotation },
        { provide: LogDesk, useValue: logDesk },
        { provide: Intake, useValue: intake },
      ],
    };
  }
}
