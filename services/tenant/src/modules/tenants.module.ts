import { Module } from '@nestjs/common';
import { LlmConfigController } from '../entrypoints/tenants/llm-config.controller.js';
import { TenantsController } from '../entrypoints/tenants/tenants.controller.js';
import { ChangeTenantHandler } from '../handlers/tenants/change-tenant.handler.js';
import { CreateTenantHandler } from '../handlers/tenants/create-tenant.handler.js';
import { DeleteTenantHandler } from '../handlers/tenants/delete-tenant.handler.js';
import { GetLlmConfigHandler } from '../handlers/tenants/get-llm-config.handler.js';
import { GetTenantHandler } from '../handlers/tenants/get-tenant.handler.js';
import { ListTenantsHandler } from '../handlers/tenants/list-tenants.handler.js';
import { PutLlmConfigHandler } from '../handlers/tenants/put-llm-config.handler.js';
import { RequireTwoFactorHandler } from '../handlers/tenants/require-two-factor.handler.js';
import { LlmConfigsRepository } from '../persistence/tenants/llm-configs.repository.js';
import { AuditModule } from './audit.module.js';
import { CompanyModule } from './company.module.js';
import { DirectoryModule } from './directory.module.js';
import { IdempotencyModule } from './idempotency.module.js';
import { KeysModule } from './keys.module.js';
import { MailModule } from './mail.module.js';

/** A tenant's life; its end is that of a company. */
@Module({
  imports: [AuditModule, CompanyModule, DirectoryModule, IdempotencyModule, KeysModule, MailModule],
  controllers: [TenantsController, LlmConfigController],
  providers: [
    ChangeTenantHandler,
    CreateTenantHandler,
    DeleteTenantHandler,
    GetLlmConfigHandler,
    GetTenantHandler,
    ListTenantsHandler,
    PutLlmConfigHandler,
    RequireTwoFactorHandler,
    LlmConfigsRepository,
  ],
})
export class TenantsModule {}
