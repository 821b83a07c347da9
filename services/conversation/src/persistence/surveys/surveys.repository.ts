import { Injectable } from '@nestjs/common';
import { columnsOf, type Transaction } from '#database';
import type { DueConversation } from '../../domain/ownership/waits.js';
import { DEFAULT_SURVEY, type StoredSurveySettings, type SurveySettings } from '../../domain/surveys/survey.js';
import { SurveySettingsRow } from './survey-settings.entity.js';

const SETTINGS = columnsOf(SurveySettingsRow, undefined, [
  'enabled',
  'servedBy',
  'waitMinutes',
  'everyDays',
  'asksComment',
  'texts',
  'version',
]);

export type DueSurvey = DueConversation & { id: string };

/** A question that was asked, as people see it. */
export interface AskedSurvey {
  id: string;
  /** null: the bot had the conversation. */
  agentId: string | null;
  askedAt: string;
  rating: number | null;
  ratedAt: string | null;
  comment: string | null;
}

@Injectable()
export class SurveysRepository {
  async settings(tx: Transaction): Promise<StoredSurveySettings> {
    const [row] = await tx.query<StoredSurveySettings>(`select ${SETTINGS} from conversation.survey_settings where tenant_id = $1`, [
      tx.tenantId,
    ]);
    return row ?? { ...DEFAULT_SURVEY, version: 0 };
  }

  /** Until the end of the transaction nobody else changes them. */
  async lockSettings(tx: Transaction): Promise<void> {
    await tx.execute(`select pg_advisory_xact_lock(hashtextextended('survey-settings:' || $1::text, 0))`, [tx.tenantId]);
  }

  /** @returns the new version */
  async saveSettings(tx: Transaction, settings: SurveySettings): Promise<number> {
    const [row] = await tx.query<{ version: number }>(
      `insert into conversation.survey_settings as s (tenant_id, enabled, served_by, wait_minutes, every_days, asks_comment, texts)
       values ($1, $2, $3, $4, $5, $6, $7::jsonb)
       on conflict (tenant_id) do update set enabled = excluded.enabled, served_by = excluded.served_by,
         wait_minutes = excluded.wait_minutes, every_days = excluded.every_days, asks_comment = excluded.asks_comment,
         texts = excluded.texts, version = s.version + 1
       returning version`,
      [
        tx.tenantId,
        settings.enabled,
        settings.servedBy,
        settings.waitMinutes,
        settings.everyDays,
        settings.asksComment,
        JSON.stringify(settings.texts),
      ],
    );
    return row!.version;
  }

  /** A conversation was closed: the customer is to be asked, where the tenant asks. A plan that stands already is made anew. */
  async plan(
    tx: Transaction,
    survey: { id: string; conversationId: string; outletId: string; agentId: string | null; servedBy: 'people' | 'bot'; epoch: number },
  ): Promise<void> {
    await tx.execute(
      `insert into conversation.surveys (tenant_id, id, conversation_id, outlet_id, agent_id, epoch, due_at)
       select $1::uuid, $2::uuid, $3::uuid, $4::uuid, $5::uuid, $6::integer, clock_timestamp() + make_interval(mins => s.wait_minutes)
       from conversation.survey_settings s where s.tenant_id = $1 and s.enabled and s.served_by in ('both', $7::text)
       on conflict (tenant_id, conversation_id) where asked_at is null
       do update set agent_id = excluded.agent_id, epoch = excluded.epoch, due_at = excluded.due_at`,
      [tx.tenantId, survey.id, survey.conversationId, survey.outletId, survey.agentId, survey.epoch, survey.servedBy],
    );
  }

  /** Plans of all tenants whose time has come. System role. */
  async findDue(tx: Transaction, limit: number): Promise<DueSurvey[]> {
    return tx.query<DueSurvey>(
      `select tenant_id as "tenantId", id, conversation_id as "conversationId" from conversation.surveys
       where asked_at is null and due_at <= statement_timestamp() order by due_at limit $1`,
      [limit],
    );
  }

  /** Takes a plan, once. @returns undefined where it is gone, not due any more, or somebody is just working on it */
  async lockDue(tx: Transaction, id: string): Promise<{ agentId: string | null; epoch: number; conversationId: string } | undefined> {
    const [row] = await tx.query<{ agentId: string | null; epoch: number; conversationId: string; isDue: boolean }>(
      `select agent_id as "agentId", epoch, conversation_id as "conversationId", asked_at is null and due_at <= clock_timestamp() as "isDue"
       from (select * from conversation.surveys where tenant_id = $1 and id = $2 for update skip locked offset 0) s`,
      [tx.tenantId, id],
    );
    return row?.isDue ? row : undefined;
  }

  async drop(tx: Transaction, id: string): Promise<void> {
    await tx.execute(`delete from conversation.surveys where tenant_id = $1 and id = $2`, [tx.tenantId, id]);
  }

  /** Until the end of the transaction no other conversation of the contact asks. @returns whether any has asked in these days */
  async wasAsked(tx: Transaction, contactId: string, days: number): Promise<boolean> {
    await tx.execute(`select pg_advisory_xact_lock(hashtextextended('survey:' || $1::text || $2::text, 0))`, [tx.tenantId, contactId]);
    const rows = await tx.query(
      `select from conversation.conversations c cross join lateral (
         select from conversation.surveys s
         where s.tenant_id = $1 and s.conversation_id = c.id and s.asked_at > clock_timestamp() - make_interval(days => $3::integer) limit 1) s
       where c.tenant_id = $1 and c.contact_id = $2 limit 1`,
      [tx.tenantId, contactId, days],
    );
    return rows.length > 0;
  }

  async languageOf(tx: Transaction, contactId: string): Promise<string | null> {
    const [row] = await tx.query<{ language: string | null }>(
      `select language from conversation.contacts where tenant_id = $1 and id = $2`,
      [tx.tenantId, contactId],
    );
    return row?.language ?? null;
  }

  async markAsked(tx: Transaction, id: string, at: string): Promise<void> {
    await tx.execute(`update conversation.surveys set asked_at = $3 where tenant_id = $1 and id = $2`, [tx.tenantId, id, at]);
  }

  /** Records a rating, once. @param surveyId undefined for the newest question of the conversation */
  async rate(
    tx: Transaction,
    conversationId: string,
    surveyId: string | undefined,
    { rating, at }: { rating: number; at: string },
  ): Promise<{ id: string; agentId: string | null; askedAt: string } | undefined> {
    const [row] = await tx.query<{ id: string; agentId: string | null; askedAt: string }>(
      `update conversation.surveys set rating = $4::smallint, rated_at = $5
       where tenant_id = $1 and conversation_id = $2 and rating is null and asked_at is not null
         and id = coalesce($3::uuid, (
           select id from conversation.surveys where tenant_id = $1 and conversation_id = $2 and asked_at is not null order by id desc limit 1))
       returning id, agent_id as "agentId", asked_at as "askedAt"`,
      [tx.tenantId, conversationId, surveyId ?? null, rating, at],
    );
    return row;
  }

  /** Of the newest rating of the conversation. */
  async addComment(tx: Transaction, conversationId: string, messageId: string): Promise<void> {
    await tx.execute(
      `update conversation.surveys set comment_ids = comment_ids || $3::uuid
       where tenant_id = $1 and id = (
         select id from conversation.surveys where tenant_id = $1 and conversation_id = $2 and rating is not null order by id desc limit 1)`,
      [tx.tenantId, conversationId, messageId],
    );
  }

  /**
   * What the survey of a conversation waits for from now on; null: nothing. In a closed conversation the bot is not asked for what has
   * answered a survey, whatever the customer writes next.
   */
  async await(tx: Transaction, conversationId: string, awaits: 'rating' | 'rating_then_comment' | 'comment' | null, until: string | null) {
    await tx.execute(
      `update conversation.conversations set survey_awaits = $3, survey_until = $4,
         unanswered_from_seq = case when state = 'closed' then next_seq else unanswered_from_seq end
       where tenant_id = $1 and id = $2`,
      [tx.tenantId, conversationId, awaits, until],
    );
  }

  /** A reason was given; more of it may follow for a moment. */
  async awaitMore(tx: Transaction, conversationId: string, until: string): Promise<void> {
    await tx.execute(
      `update conversation.conversations set survey_until = least(survey_until, $3), unanswered_from_seq = next_seq
       where tenant_id = $1 and id = $2 and state = 'closed' and survey_awaits = 'comment'`,
      [tx.tenantId, conversationId, until],
    );
  }

  /** Newest first. */
  async list(tx: Transaction, conversationId: string, limit: number): Promise<AskedSurvey[]> {
    return tx.query<AskedSurvey>(
      `select s.id, s.agent_id as "agentId", s.asked_at as "askedAt", s.rating, s.rated_at as "ratedAt", (
         select string_agg(m.text, E'\\n' order by m.seq) from conversation.messages m
         where m.tenant_id = $1 and m.id = any(s.comment_ids) and m.deleted_at is null) as comment
       from conversation.surveys s where s.tenant_id = $1 and s.conversation_id = $2 and s.asked_at is not null
       order by s.id desc limit $3`,
      [tx.tenantId, conversationId, limit],
    );
  }
}
