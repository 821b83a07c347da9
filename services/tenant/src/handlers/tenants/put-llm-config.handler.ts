import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { DEFAULT_LLM_CONFIG, type LlmConfig } from '../../domain/llm-config.js';
import { LlmConfigsRepository } from '../../persistence/llm-configs.repository.js';
import { TenantsRepository } from '../../persistence/tenants.repository.js';

@Injectable()
export class PutLlmConfigHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly configs: LlmConfigsRepository,
  ) {}

  /** Replaces the whole: what is left out goes back to its default. */
  async execute(tenantId: string, given: Partial<LlmConfig>): Promise<LlmConfig> {
    const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<LlmConfig>;
    const config = { ...DEFAULT_LLM_CONFIG, ...set };
    await this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.tenants.find(tx, tenantId))) throw Problem.notFound('tenant');
      await this.configs.save(tx, config);
    });
    return config;
  }
}
