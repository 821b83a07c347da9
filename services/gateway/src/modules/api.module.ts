import { Module } from '@nestjs/common';
import { FirebaseTokens } from '#service-kit';
import { OpenApiDocuments } from '../clients/api/openapi-documents.js';
import { ServicesClient } from '../clients/api/services.client.js';
import { ApiDocsController } from '../entrypoints/api/api-docs.controller.js';
import { DoorUpkeepJob } from '../entrypoints/api/door-upkeep.job.js';
import { ForwardDoor } from '../entrypoints/api/forward.door.js';
import { SystemHealthController } from '../entrypoints/api/health.controller.js';
import { PublicDoor } from '../entrypoints/api/public.door.js';
import { RedocController } from '../entrypoints/api/redoc.controller.js';
import { AccessCuts } from '../handlers/api/access-cuts.state.js';
import { ApiCatalog } from '../handlers/api/api-catalog.state.js';
import { ApiKeyUses } from '../handlers/api/api-key-uses.state.js';
import { AuthenticateCallerHandler } from '../handlers/api/authenticate-caller.handler.js';
import { CheckHealthHandler } from '../handlers/api/check-health.handler.js';
import { ChooseTenantHandler } from '../handlers/api/choose-tenant.handler.js';
import { FirebaseCallers } from '../handlers/api/firebase-callers.state.js';
import { ForgetRateWindowsHandler } from '../handlers/api/forget-rate-windows.handler.js';
import { ForwardRequestHandler } from '../handlers/api/forward-request.handler.js';
import { LimitCallsHandler } from '../handlers/api/limit-calls.handler.js';
import { RateLimiter } from '../handlers/api/rate-limiter.state.js';
import { RecognizeCallerHandler } from '../handlers/api/recognize-caller.handler.js';
import { AccessCutsRepository } from '../persistence/api/access-cuts.repository.js';
import { ApiKeyUsesRepository } from '../persistence/api/api-key-uses.repository.js';
import { ApiKeysRepository } from '../persistence/api/api-keys.repository.js';
import { FirebaseUsersRepository } from '../persistence/api/firebase-users.repository.js';
import { RateWindowsRepository } from '../persistence/api/rate-windows.repository.js';
import { TenantsRepository } from '../persistence/api/tenants.repository.js';
import { ReceivingModule } from './receiving.module.js';

/** Who calls. Live connections ask the same. */
const CALLERS = [AccessCuts, AuthenticateCallerHandler, ChooseTenantHandler, FirebaseCallers, LimitCallsHandler, RecognizeCallerHandler];

/** The API: who calls, how often, and which service answers. */
@Module({
  // Its hooks come first: what there is no room for is looked at no further.
  imports: [ReceivingModule],
  controllers: [SystemHealthController, ApiDocsController, RedocController],
  providers: [
    PublicDoor,
    ForwardDoor,
    DoorUpkeepJob,
    ...CALLERS,
    CheckHealthHandler,
    ForgetRateWindowsHandler,
    ForwardRequestHandler,
    ApiCatalog,
    ApiKeyUses,
    RateLimiter,
    FirebaseTokens,
    OpenApiDocuments,
    ServicesClient,
    AccessCutsRepository,
    ApiKeysRepository,
    ApiKeyUsesRepository,
    FirebaseUsersRepository,
    RateWindowsRepository,
    TenantsRepository,
  ],
  exports: [...CALLERS, ForwardRequestHandler],
})
export class ApiModule {}
