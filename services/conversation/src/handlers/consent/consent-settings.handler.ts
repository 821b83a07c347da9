import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, requireVersion, type Actor } from '#service-kit';
import { NO_CONSENT_SETTINGS, ownWordProblems, type ConsentSettings } from '../../domain/consent/consent-settings.js';
import { ConsentSettingsRepository, type StoredConsentSettings } from '../../persistence/consent/consent-settings.repository.js';
import { Audit } from '../audit/audit.step.js';
import { ConsentRules } from './consent-rules.state.js';

/** What a tenant wants about promotions. */
@Injectable()
export class ConsentSettingsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly settings: ConsentSettingsRepository,
    private readonly rules: ConsentRules,
    private readonly audit: Audit,
  ) {}

  async get(tenantId: string): Promise<StoredConsentSettings> {
    const found = await this.database.forTenant(tenantId, (tx) => this.settings.find(tx));
    return found ?? { ...NO_CONSENT_SETTINGS, version: 0 };
  }

  /** @throws {Problem} validation_failed, precondition_failed */
  async put(tenantId: string, wanted: ConsentSettings, ifMatch: string | undefined, by: Actor): Promise<StoredConsentSettings> {
    const problems = ownWordProblems(wanted);
    if (problems.length > 0) throw Problem.invalid(problems);
    return this.database.forTenant(tenantId, async (tx) => {
      const present = await this.settings.lock(tx);
      requireVersion(ifMatch, present?.version ?? 0);
      const { optOutWords, optInWords, doubleOptIn } = present ?? NO_CONSENT_SETTINGS;
      this.audit.append(
        tx,
        by,
        'changed',
        { type: 'consent_settings', id: tenantId },
        { optOutWords, optInWords, doubleOptIn },
        { ...wanted },
      );
      this.rules.changed(tx);
      return this.settings.save(tx, wanted, by.id);
    });
  }
}
