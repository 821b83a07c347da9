import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { type Actor, onlyGiven, requireVersion } from '#service-kit';
import { DEFAULT_SURVEY, type StoredSurveySettings, type SurveySettings } from '../../domain/surveys/survey.js';
import { SurveysRepository } from '../../persistence/surveys/surveys.repository.js';
import { Audit } from '../audit/audit.step.js';

/** Whether and how a tenant asks its customers after closing. */
@Injectable()
export class SurveySettingsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly surveys: SurveysRepository,
    private readonly audit: Audit,
  ) {}

  /** Version 0 where nothing was set yet. */
  async get(tenantId: string): Promise<StoredSurveySettings> {
    return this.database.forTenant(tenantId, (tx) => this.surveys.settings(tx));
  }

  /** Replaces the whole: what is left out goes back to its default. @throws {Problem} precondition_failed */
  async put(tenantId: string, given: Partial<SurveySettings>, ifMatch: string | undefined, by: Actor): Promise<StoredSurveySettings> {
    const settings: SurveySettings = { ...DEFAULT_SURVEY, ...onlyGiven(given) };
    return this.database.forTenant(tenantId, async (tx) => {
      await this.surveys.lockSettings(tx);
      const before = await this.surveys.settings(tx);
      requireVersion(ifMatch, before.version);
      const version = await this.surveys.saveSettings(tx, settings);
      this.audit.append(tx, by, 'settings_changed', { type: 'survey', id: tenantId }, before, settings);
      return { ...settings, version };
    });
  }
}
