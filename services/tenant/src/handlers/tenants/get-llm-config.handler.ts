import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { DEFAULT_LLM_CONFIG, type LlmConfig } from '../../domain/tenants/llm-config.js';
import { LlmConfigsRepository } from '../../persistence/tenants/llm-configs.repository.js';

@Injectable()
export class GetLlmConfigHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly configs: LlmConfigsRepository,
  ) {}

  /** @returns the defaults with version 0 for a tenant that has set nothing */
  async execute(tenantId: string): Promise<LlmConfig & { version: number }> {
    return (await this.database.forTenant(tenantId, (tx) => this.configs.find(tx))) ?? { ...DEFAULT_LLM_CONFIG, version: 0 };
  }
}
