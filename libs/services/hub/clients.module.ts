import { Module, type DynamicModule } from '@nestjs/common';
import { ClientsController } from './clients.controller';
import { TokenTrade } from './token-trade';

/** Wires the trade of keys for tokens to its routes. */
@Module({})
export class ClientsModule {
  static of(trade: TokenTrade): DynamicModule {
    return { module: ClientsModule, controllers: [ClientsController], providers: [{ provide: TokenTrade, useValue: trade }] };
  }
}
