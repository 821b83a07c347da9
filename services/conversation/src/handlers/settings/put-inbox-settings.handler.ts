import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { type Actor, onlyGiven, Problem, requireVersion } from '#service-kit';
import { DEFAULT_INBOX_SETTINGS, type InboxSettings } from '../../domain/settings/inbox-settings.js';
import { InboxSettingsRepository, type StoredInboxSettings } from '../../persistence/settings/inbox-settings.repository.js';
import { requireTeams } from './require-teams.step.js';
import { Audit } from '../audit/audit.step.js';

@Injectable()
export class PutInboxSettingsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly settings: InboxSettingsRepository,
    private readonly audit: Audit,
  ) {}

  /** Replaces the whole: what is left out goes back to its default. @throws {Problem} not_found, team_unknown, precondition_failed */
  async execute(
    tenantId: string,
    outletId: string,
    given: Partial<InboxSettings>,
    ifMatch: string | undefined,
    by: Actor,
  ): Promise<StoredInboxSettings> {
    const settings: InboxSettings = { ...DEFAULT_INBOX_SETTINGS, ...onlyGiven(given) };
    return this.database.forTenant(tenantId, async (tx) => {
      await this.settings.lock(tx, outletId);
      const before = await this.settings.find(tx, outletId);
      if (!before) throw Problem.notFound('inbox');
      requireVersion(ifMatch, before.version);
      await requireTeams(tx, this.settings, { teamId: settings.teamId, escalationTeamId: settings.escalationTeamId });
      const version = await this.settings.save(tx, outletId, settings);
      this.audit.append(tx, by, 'settings_changed', { type: 'inbox', id: outletId }, before, settings);
      return { ...settings, version };
    });
  }
}
