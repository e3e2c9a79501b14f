import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ReadRecorder } from '@lianhu/services/platform';
import { AccountParts, AccountsController } from './accounts.controller';
import { BoardsController } from './boards.controller';
import { CatalogueController } from './catalogue.controller';
import { commandHandlers } from './commands';
import type { RunningMonitor } from './create-monitor';
import { Erasures } from './erasures';
import { ErasuresController } from './erasures.controller';
import { Followers } from './followers';
import { FollowersController } from './followers.controller';
import { IdentityController } from './identity.controller';
import { DepartmentInboxController, InboxController } from './inbox.controller';
import { LiveHints } from './live-hints';
import { Monitor } from './monitor';
import { ProcessesController } from './processes.controller';
import { queryHandlers } from './queries';
import { RecordsController } from './records.controller';
import { ReportSetting } from './report-document';
import { ReportsController } from './reports.controller';
import { SessionController } from './session.controller';
import { Signs } from './signs';
import { ViewsController } from './views.controller';

/** Wires a running monitor to its routes; commands and queries go through the buses of @nestjs/cqrs. */
@Module({})
export class MonitorModule {
  static of(running: RunningMonitor, signs: Signs, setting: ReportSetting, accounts: AccountParts): DynamicModule {
    const { monitor, hints, followers, erasures, accessLog } = running;
    return {
      module: MonitorModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        InboxController,
        DepartmentInboxController,
        BoardsController,
        ViewsController,
        ProcessesController,
        RecordsController,
        ReportsController,
        CatalogueController,
        SessionController,
        AccountsController,
        FollowersController,
        IdentityController,
        ErasuresController,
      ],
      providers: [
        { provide: Monitor, useValue: monitor },
        { provide: LiveHints, useValue: hints },
        { provide: Followers, useValue: followers },
        { provide: Erasures, useValue: erasures },
        { provide: ReadRecorder, useValue: new ReadRecorder(accessLog) },
        { provide: Signs, useValue: signs },
        { provide: ReportSetting, useValue: setting },
        { provide: AccountParts, useValue: accounts },
        ...queryHandlers,
        ...commandHandlers,
      ],
    };
  }
}
