import { Module } from '@nestjs/common';
import { CONFIG, KeyRing } from '#service-kit';
import { Graph } from '../clients/outlets/graph.js';
import type { Config } from '../config.js';
import { AccountChangedConsumer } from '../entrypoints/outlets/account-changed.consumer.js';
import { AskAgainJob } from '../entrypoints/outlets/ask-again.job.js';
import { OutletsController } from '../entrypoints/outlets/outlets.controller.js';
import { ResealTokensJob } from '../entrypoints/outlets/reseal-tokens.job.js';
import { AskAgainHandler } from '../handlers/outlets/ask-again.handler.js';
import { ChangeOutletHandler } from '../handlers/outlets/change-outlet.handler.js';
import { CheckOutlet } from '../handlers/outlets/check-outlet.handler.js';
import { ConnectOutletHandler } from '../handlers/outlets/connect-outlet.handler.js';
import { DisconnectOutletHandler } from '../handlers/outlets/disconnect-outlet.handler.js';
import { GetOutletHandler } from '../handlers/outlets/get-outlet.handler.js';
import { ListOutletsHandler } from '../handlers/outlets/list-outlets.handler.js';
import { NumberClaims } from '../handlers/outlets/number-claims.handler.js';
import { RecordAccountChangeHandler } from '../handlers/outlets/record-account-change.handler.js';
import { ResealTokensHandler } from '../handlers/outlets/reseal-tokens.handler.js';
import { SettleClaim } from '../handlers/outlets/settle-claim.handler.js';
import { ValidateOutletHandler } from '../handlers/outlets/validate-outlet.handler.js';
import { AccountEventsRepository } from '../persistence/outlets/account-events.repository.js';
import { NumberClaimsRepository } from '../persistence/outlets/number-claims.repository.js';
import { OutletsRepository } from '../persistence/outlets/outlets.repository.js';
import { AuditModule } from './audit.module.js';
import { DirectoryModule } from './directory.module.js';
import { IdempotencyModule } from './idempotency.module.js';

@Module({
  imports: [AuditModule, DirectoryModule, IdempotencyModule],
  controllers: [OutletsController, AccountChangedConsumer],
  providers: [
    { provide: KeyRing, inject: [CONFIG], useFactory: (config: Config) => new KeyRing(config.ENCRYPTION_KEYS) },
    AskAgainJob,
    ResealTokensJob,
    AskAgainHandler,
    ChangeOutletHandler,
    CheckOutlet,
    ConnectOutletHandler,
    DisconnectOutletHandler,
    GetOutletHandler,
    ListOutletsHandler,
    NumberClaims,
    RecordAccountChangeHandler,
    ResealTokensHandler,
    SettleClaim,
    ValidateOutletHandler,
    Graph,
    AccountEventsRepository,
    NumberClaimsRepository,
    OutletsRepository,
  ],
  exports: [ConnectOutletHandler, Graph, KeyRing, NumberClaimsRepository, OutletsRepository],
})
export class OutletsModule {}
