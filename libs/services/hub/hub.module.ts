import { Module, type DynamicModule } from '@nestjs/common';
import type { RunningHub } from './create-hub';
import { Hub } from './hub';
import { HubController, Intake } from './hub.controller';
import { KeyRegister } from './key-register';

/** Wires a running hub to its routes. */
@Module({})
export class HubModule {
  static of({ hub, keys }: RunningHub, intake = new Intake()): DynamicModule {
    return {
      module: HubModule,
      controllers: [HubController],
      providers: [
        { provide: Hub, useValue: hub },
        { provide: KeyRegister, useValue: keys },
        { provide: Intake, useValue: intake },
      ],
    };
  }
}
