import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { onlyGiven, Problem, requireVersion } from '#service-kit';
import { difference, type Actor } from '../../domain/audit/audit.js';
import { DEFAULT_LLM_CONFIG, type LlmConfig } from '../../domain/tenants/llm-config.js';
import { LlmConfigsRepository } from '../../persistence/tenants/llm-configs.repository.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';

@Injectable()
export class PutLlmConfigHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly configs: LlmConfigsRepository,
    private readonly audit: AuditTrail,
  ) {}

  /** Replaces the whole; omitted fields return to their defaults. @throws {Problem} precondition_failed */
  async execute(
    tenantId: string,
    given: Partial<LlmConfig>,
    ifMatch: string | undefined,
    by: Actor,
  ): Promise<LlmConfig & { version: number }> {
    const config = { ...DEFAULT_LLM_CONFIG, ...onlyGiven(given) };
    return this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.tenants.find(tx, tenantId))) throw Problem.notFound('tenant');
      await this.configs.lock(tx);
      const before = (await this.configs.find(tx)) ?? { ...DEFAULT_LLM_CONFIG, version: 0 };
      requireVersion(ifMatch, before.version);
      const version = await this.configs.save(tx, config);
      const change = { targetType: 'llm_config', targetId: tenantId, ...difference(before, config) };
      await this.audit.record(tx, by, { action: 'llm_config.changed', ...change });
      return { ...config, version };
    });
  }
}
