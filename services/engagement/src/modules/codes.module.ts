import { Module } from '@nestjs/common';
import { CodesController } from '../entrypoints/codes/codes.controller.js';
import { CodesJob } from '../entrypoints/codes/codes.job.js';
import { ChooseRoute } from '../handlers/codes/choose-route.step.js';
import { CodeClock } from '../handlers/codes/clock.state.js';
import { CodeSettingsHandler } from '../handlers/codes/code-settings.handler.js';
import { EraseCodes } from '../handlers/codes/erase-codes.step.js';
import { ExpireCodesHandler } from '../handlers/codes/expire-codes.handler.js';
import { FollowCodesHandler } from '../handlers/codes/follow-codes.handler.js';
import { ForgetRequests } from '../handlers/codes/forget-requests.step.js';
import { LimitCodes } from '../handlers/codes/limit-codes.step.js';
import { PruneCodesHandler } from '../handlers/codes/prune-codes.handler.js';
import { ReadCodesHandler } from '../handlers/codes/read-codes.handler.js';
import { SendCodeHandler } from '../handlers/codes/send-code.handler.js';
import { VerifyCodeHandler } from '../handlers/codes/verify-code.handler.js';
import { CodeCountsRepository } from '../persistence/codes/code-counts.repository.js';
import { CodeRoutesRepository } from '../persistence/codes/code-routes.repository.js';
import { CodeSettingsRepository } from '../persistence/codes/code-settings.repository.js';
import { CodesRepository } from '../persistence/codes/codes.repository.js';
import { AuditModule } from './audit.module.js';
import { MessagesModule } from './messages.module.js';

/** One-time codes: sent, verified once, counted, and forgotten. */
@Module({
  imports: [AuditModule, MessagesModule],
  controllers: [CodesController],
  providers: [
    CodesJob,
    SendCodeHandler,
    VerifyCodeHandler,
    FollowCodesHandler,
    ExpireCodesHandler,
    PruneCodesHandler,
    CodeSettingsHandler,
    ReadCodesHandler,
    ChooseRoute,
    LimitCodes,
    ForgetRequests,
    EraseCodes,
    CodeClock,
    CodesRepository,
    CodeCountsRepository,
    CodeRoutesRepository,
    CodeSettingsRepository,
  ],
  exports: [EraseCodes],
})
export class CodesModule {}
