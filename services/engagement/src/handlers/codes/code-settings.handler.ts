import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { type Actor, onlyGiven, Problem, requireVersion } from '#service-kit';
import { DEFAULT_CODE_SETTINGS, type CodeSettings, type StoredCodeSettings } from '../../domain/codes/settings.js';
import { CodeRoutesRepository } from '../../persistence/codes/code-routes.repository.js';
import { CodeSettingsRepository } from '../../persistence/codes/code-settings.repository.js';
import { Audit } from '../audit/audit.step.js';

/** How a tenant's codes are, and how many it sends. */
@Injectable()
export class CodeSettingsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly settings: CodeSettingsRepository,
    private readonly routes: CodeRoutesRepository,
    private readonly audit: Audit,
  ) {}

  /** Version 0 where nothing was set yet. */
  async get(tenantId: string): Promise<StoredCodeSettings> {
    return this.database.forTenant(tenantId, (tx) => this.settings.find(tx));
  }

  /** Replaces the whole: what is left out goes back to its default. @throws {Problem} validation_failed, precondition_failed */
  async put(tenantId: string, given: Partial<CodeSettings>, ifMatch: string | undefined, by: Actor): Promise<StoredCodeSettings> {
    const settings: CodeSettings = { ...DEFAULT_CODE_SETTINGS, ...onlyGiven(given) };
    return this.database.forTenant(tenantId, async (tx) => {
      await this.settings.lock(tx);
      const before = await this.settings.find(tx);
      requireVersion(ifMatch, before.version);
      if (settings.outletId !== null && !(await this.routes.hasOutlet(tx, settings.outletId))) {
        throw Problem.invalid([{ field: 'outletId', message: 'outletId must be the id of a WhatsApp number of the company' }]);
      }
      const version = await this.settings.save(tx, settings);
      this.audit.append(tx, by, 'settings_changed', { type: 'one_time_codes', id: tenantId }, before, { ...settings, version });
      return { ...settings, version };
    });
  }
}
