import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { InboxSettingsRepository, type StoredInboxSettings } from '../../persistence/settings/inbox-settings.repository.js';

@Injectable()
export class GetInboxSettingsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly settings: InboxSettingsRepository,
  ) {}

  /** @throws {Problem} not_found */
  async execute(tenantId: string, outletId: string): Promise<StoredInboxSettings> {
    const settings = await this.database.forTenant(tenantId, (tx) => this.settings.find(tx, outletId));
    if (!settings) throw Problem.notFound('inbox');
    return settings;
  }
}
