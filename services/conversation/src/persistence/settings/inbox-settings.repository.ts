import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { readBusinessHours } from '../../domain/settings/business-hours.js';
import { DEFAULT_INBOX_SETTINGS, type InboxRules, type InboxSettings } from '../../domain/settings/inbox-settings.js';

const COLUMNS = `s.assignment, s.team_id as "teamId", s.most_per_agent as "mostPerAgent", s.first_response_seconds as "firstResponseSeconds",
  s.next_response_seconds as "nextResponseSeconds", s.escalation_team_id as "escalationTeamId",
  s.escalation_message as "escalationMessage", s.away_message as "awayMessage",
  s.bot_in_groups as "botInGroups"`;

export type StoredInboxSettings = InboxSettings & { version: number };

@Injectable()
export class InboxSettingsRepository {
  /** What decides over a conversation that needs a person: our settings, and of the tenant's the outlet's hours and the words. */
  async rules(tx: Transaction, outletId: string): Promise<InboxRules> {
    return (await this.rulesOf(tx, [outletId])).get(outletId)!;
  }

  /** The same for several outlets. */
  async rulesOf(tx: Transaction, outletIds: readonly string[]): Promise<Map<string, InboxRules>> {
    if (outletIds.length === 0) return new Map();
    type Row = { [K in keyof InboxSettings]: InboxSettings[K] | null } & {
      outletId: string;
      businessHours: unknown;
      handoffMessage: string | null;
      language: string | null;
    };
    const rows = await tx.query<Row>(
      `select inbox.id as "outletId", ${COLUMNS}, o.settings -> 'businessHours' as "businessHours", c.handoff_message as "handoffMessage",
         coalesce(c.language, o.settings ->> 'language', company.language) as language
       from unnest($2::uuid[]) as inbox (id)
       left join conversation.inbox_settings s on s.tenant_id = $1 and s.outlet_id = inbox.id
       left join tenant.llm_configs_v1 c on c.tenant_id = $1
       left join tenant.companies_v1 company on company.id = $1
       left join tenant.outlets_v1 o on o.tenant_id = $1 and o.id = inbox.id`,
      [tx.tenantId, outletIds],
    );
    return new Map(
      rows.map(({ outletId, businessHours, handoffMessage, language, ...own }) => {
        const set = own.assignment ? (own as InboxSettings) : DEFAULT_INBOX_SETTINGS;
        return [outletId, { ...set, businessHours: readBusinessHours(businessHours), handoffMessage, language }];
      }),
    );
  }

  /** @returns undefined when the tenant has no such outlet; version 0 when nothing was set yet */
  async find(tx: Transaction, outletId: string): Promise<StoredInboxSettings | undefined> {
    const [row] = await tx.query<StoredInboxSettings & { version: number | null }>(
      `select ${COLUMNS}, s.version from tenant.outlets_v1 o
       left join conversation.inbox_settings s on s.tenant_id = o.tenant_id and s.outlet_id = o.id
       where o.tenant_id = $1 and o.id = $2`,
      [tx.tenantId, outletId],
    );
    if (!row) return undefined;
    return row.version === null ? { ...DEFAULT_INBOX_SETTINGS, version: 0 } : row;
  }

  /** Until the end of the transaction nobody else changes the settings of this inbox. */
  async lock(tx: Transaction, outletId: string): Promise<void> {
    await tx.execute(`select pg_advisory_xact_lock(hashtextextended('inbox-settings:' || $1::text || $2::text, 0))`, [
      tx.tenantId,
      outletId,
    ]);
  }

  /** @returns the new version */
  async save(tx: Transaction, outletId: string, settings: InboxSettings): Promise<number> {
    const [row] = await tx.query<{ version: number }>(
      `insert into conversation.inbox_settings as s (tenant_id, outlet_id, assignment, team_id, most_per_agent, first_response_seconds,
         next_response_seconds, escalation_team_id, escalation_message, away_message, bot_in_groups)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict (tenant_id, outlet_id) do update set assignment = excluded.assignment, team_id = excluded.team_id,
         most_per_agent = excluded.most_per_agent, first_response_seconds = excluded.first_response_seconds,
         next_response_seconds = excluded.next_response_seconds, escalation_team_id = excluded.escalation_team_id,
         escalation_message = excluded.escalation_message, away_message = excluded.away_message,
         bot_in_groups = excluded.bot_in_groups, version = s.version + 1
       returning version`,
      [
        tx.tenantId,
        outletId,
        settings.assignment,
        settings.teamId,
        settings.mostPerAgent,
        settings.firstResponseSeconds,
        settings.nextResponseSeconds,
        settings.escalationTeamId,
        settings.escalationMessage,
        settings.awayMessage,
        settings.botInGroups,
      ],
    );
    return row!.version;
  }

  /** Those of the ids that are teams of the tenant; they stay so until the end of the transaction. */
  async existingTeams(tx: Transaction, ids: readonly string[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `select id from conversation.teams where tenant_id = $1 and id = any($2::uuid[]) order by id for key share`,
      [tx.tenantId, ids],
    );
    return rows.map(({ id }) => id);
  }
}
