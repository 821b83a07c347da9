import { Module } from '@nestjs/common';
import { MessagingModule } from '#messaging';
import { CONFIG, KeyRing } from '#service-kit';
import type { Config } from './config.js';
import { AuthController } from './entrypoints/auth/auth.controller.js';
import { BootstrapSuperadminJob } from './entrypoints/auth/bootstrap-superadmin.job.js';
import { ApiKeysController } from './entrypoints/keys/api-keys.controller.js';
import { AccountChangedConsumer } from './entrypoints/outlets/account-changed.consumer.js';
import { OutletsController } from './entrypoints/outlets/outlets.controller.js';
import { ResealTokensJob } from './entrypoints/outlets/reseal-tokens.job.js';
import { LlmConfigController } from './entrypoints/tenants/llm-config.controller.js';
import { TeamController } from './entrypoints/tenants/team.controller.js';
import { TenantsController } from './entrypoints/tenants/tenants.controller.js';
import { CreateFirstSuperadminHandler } from './handlers/auth/create-first-superadmin.handler.js';
import { DescribeCallerHandler } from './handlers/auth/describe-caller.handler.js';
import { IssueSession } from './handlers/auth/issue-session.js';
import { Passwords } from './handlers/auth/passwords.js';
import { RefreshSessionHandler } from './handlers/auth/refresh-session.handler.js';
import { SignInHandler } from './handlers/auth/sign-in.handler.js';
import { CreateApiKeyHandler } from './handlers/keys/create-api-key.handler.js';
import { ListApiKeysHandler } from './handlers/keys/list-api-keys.handler.js';
import { RevokeApiKeyHandler } from './handlers/keys/revoke-api-key.handler.js';
import { ChangeOutletHandler } from './handlers/outlets/change-outlet.handler.js';
import { ConnectOutletHandler } from './handlers/outlets/connect-outlet.handler.js';
import { DisconnectOutletHandler } from './handlers/outlets/disconnect-outlet.handler.js';
import { GetOutletHandler } from './handlers/outlets/get-outlet.handler.js';
import { ListOutletsHandler } from './handlers/outlets/list-outlets.handler.js';
import { RecordAccountChangeHandler } from './handlers/outlets/record-account-change.handler.js';
import { ResealTokensHandler } from './handlers/outlets/reseal-tokens.handler.js';
import { AddUserHandler } from './handlers/tenants/add-user.handler.js';
import { CreateTenantHandler } from './handlers/tenants/create-tenant.handler.js';
import { GetLlmConfigHandler } from './handlers/tenants/get-llm-config.handler.js';
import { GetTenantHandler } from './handlers/tenants/get-tenant.handler.js';
import { ListTenantsHandler } from './handlers/tenants/list-tenants.handler.js';
import { ListUsersHandler } from './handlers/tenants/list-users.handler.js';
import { PutLlmConfigHandler } from './handlers/tenants/put-llm-config.handler.js';
import { AccountEventsRepository } from './persistence/account-events.repository.js';
import { ApiKeysRepository } from './persistence/api-keys.repository.js';
import { LlmConfigsRepository } from './persistence/llm-configs.repository.js';
import { OutletsRepository } from './persistence/outlets.repository.js';
import { RefreshTokensRepository } from './persistence/refresh-tokens.repository.js';
import { TenantsRepository } from './persistence/tenants.repository.js';
import { UsersRepository } from './persistence/users.repository.js';

@Module({
  imports: [MessagingModule],
  controllers: [AuthController, TenantsController, TeamController, LlmConfigController, ApiKeysController, OutletsController],
  providers: [
    { provide: KeyRing, inject: [CONFIG], useFactory: (config: Config) => new KeyRing(config.ENCRYPTION_KEYS) },
    // entrypoints
    AccountChangedConsumer,
    BootstrapSuperadminJob,
    ResealTokensJob,
    // handlers
    Passwords,
    IssueSession,
    SignInHandler,
    RefreshSessionHandler,
    DescribeCallerHandler,
    CreateFirstSuperadminHandler,
    CreateTenantHandler,
    ListTenantsHandler,
    GetTenantHandler,
    AddUserHandler,
    ListUsersHandler,
    GetLlmConfigHandler,
    PutLlmConfigHandler,
    ConnectOutletHandler,
    ListOutletsHandler,
    GetOutletHandler,
    ChangeOutletHandler,
    DisconnectOutletHandler,
    ResealTokensHandler,
    RecordAccountChangeHandler,
    CreateApiKeyHandler,
    ListApiKeysHandler,
    RevokeApiKeyHandler,
    // persistence
    TenantsRepository,
    UsersRepository,
    RefreshTokensRepository,
    OutletsRepository,
    LlmConfigsRepository,
    ApiKeysRepository,
    AccountEventsRepository,
  ],
})
export class AppModule {}
