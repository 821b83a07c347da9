import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { columnsOf, type Read, type Transaction } from '#database';
import type { GraphTemplate } from '#whatsapp';
import { TemplateRow } from './template.entity.js';

export type Template = Read<TemplateRow>;

/** What others are told of when it changes. */
export type TemplateFacts = Pick<Template, 'status' | 'quality' | 'category' | 'nextCategory' | 'nextCategoryAt' | 'rejectionReason'>;

/** A template that was there before, and what it was and is. */
export interface TemplateMove extends Pick<Template, 'id' | 'wabaId' | 'name' | 'language'> {
  before: TemplateFacts;
  after: TemplateFacts;
}

export interface TemplateFilter {
  wabaId?: string;
  status?: string;
  category?: string;
  language?: string;
  quality?: string;
  /** A part of the name. */
  search?: string;
  after?: readonly [name: string, id: string];
  limit: number;
}

const COLUMNS = columnsOf(TemplateRow, 't');
/** As JSON; the time as it stands in the database, which nobody is told without a change of it. */
const FACTS = (row: 'old' | 'new'): string =>
  `jsonb_build_object('status', ${row}.status, 'quality', ${row}.quality, 'category', ${row}.category, 'nextCategory', ${row}.next_category,
    'nextCategoryAt', ${row}.next_category_at, 'rejectionReason', ${row}.rejection_reason)`;
const FIRST = ['', '00000000-0000-0000-0000-000000000000'] as const;

@Injectable()
export class TemplatesRepository {
  /** By name. */
  async list(tx: Transaction, filter: TemplateFilter): Promise<Template[]> {
    const [name, id] = filter.after ?? FIRST;
    const values: unknown[] = [tx.tenantId, name, id, filter.limit];
    const conditions = (
      [
        ['waba_id =', filter.wabaId],
        ['status =', filter.status],
        ['category =', filter.category],
        ['language =', filter.language],
        ['quality =', filter.quality],
        ['0 < position($ in name)', filter.search?.toLowerCase()],
      ] as const
    ).flatMap(([condition, value]) => {
      if (value === undefined || value === '') return [];
      const place = `$${values.push(value)}`;
      return [condition.includes('$') ? condition.replace('$', `${place}::text`) : `t.${condition} ${place}`];
    });
    return tx.query<Template>(
      `select ${COLUMNS} from message_sender.templates t
       where tenant_id = $1 and name >= $2 and (name, id) > ($2, $3) ${conditions.map((condition) => `and ${condition}`).join(' ')}
       order by name, id limit $4`,
      values,
    );
  }

  /** All languages of a name. */
  async named(tx: Transaction, wabaId: string, name: string): Promise<Template[]> {
    return tx.query<Template>(
      `select ${COLUMNS} from message_sender.templates t where tenant_id = $1 and waba_id = $2 and name = $3 order by language`,
      [tx.tenantId, wabaId, name],
    );
  }

  /** Approved templates that could be sent in place of something else: the first few of each category by name. */
  async substitutes(tx: Transaction, wabaId: string): Promise<Template[]> {
    return tx.query<Template>(
      `select t.* from unnest(array['UTILITY', 'MARKETING']) as wanted (category) cross join lateral (
         select ${COLUMNS} from message_sender.templates t
         where tenant_id = $1 and waba_id = $2 and category = wanted.category and status = 'APPROVED' order by name, language limit 20) t`,
      [tx.tenantId, wabaId],
    );
  }

  /** The category that a template has now. */
  async categoryOf(tx: Transaction, wabaId: string, name: string, language: string): Promise<string | undefined> {
    const [row] = await tx.query<{ category: string }>(
      `select category from message_sender.templates where tenant_id = $1 and waba_id = $2 and name = $3 and language = $4`,
      [tx.tenantId, wabaId, name, language],
    );
    return row?.category;
  }

  /** The one that a report is about: by WhatsApp's id, else by name and language, which webhooks also write with a hyphen. */
  async lockReported(
    tx: Transaction,
    wabaId: string,
    report: { graphId?: string; name: string; language: string },
  ): Promise<Template | undefined> {
    if (report.graphId !== undefined) {
      const [byId] = await tx.query<Template>(
        `select ${COLUMNS} from message_sender.templates t where tenant_id = $1 and graph_id = $2 for no key update`,
        [tx.tenantId, report.graphId],
      );
      if (byId) return byId;
    }
    const [row] = await tx.query<Template>(
      `select ${COLUMNS} from message_sender.templates t
       where tenant_id = $1 and waba_id = $2 and name = $3 and language = $4 for no key update`,
      [tx.tenantId, wabaId, report.name, report.language.replace('-', '_')],
    );
    return row;
  }

  /** By the clock of the database: what changes after it is newer than what is read from WhatsApp from now on. */
  async now(tx: Transaction): Promise<string> {
    const [row] = await tx.query<{ now: string }>('select clock_timestamp() as now');
    return row!.now;
  }

  /**
   * Stores templates as WhatsApp lists them. What a report has changed since they were read stays.
   *
   * @param readAt of {@link now}, before they were asked for @param runId of the reading of the whole list that they belong to
   * @returns those that were known and have another status, quality or category now
   */
  async store(
    tx: Transaction,
    wabaId: string,
    templates: readonly GraphTemplate[],
    readAt: string,
    runId: string | null,
  ): Promise<TemplateMove[]> {
    if (templates.length === 0) return [];
    // A list that changes while it is read may show one twice.
    const rows = [...new Map(templates.map((template) => [`${template.name} ${template.language}`, template])).values()];
    const moved = await tx.query<TemplateMove>(
      `with stored as (
       insert into message_sender.templates as t (tenant_id, id, waba_id, graph_id, name, language, category, previous_category, status,
         quality, rejection_reason, parameter_format, components, synced_run)
       select $1, r.id, $2, r.graph_id, r.name, r.language, r.category, r.previous_category, r.status, r.quality, r.reason, r.format,
         r.components, $3::uuid
       from unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
         $13::text[], $14::jsonb[])
         as r (id, graph_id, name, language, category, previous_category, status, quality, reason, format, components)
       order by r.name, r.language
       on conflict (tenant_id, waba_id, name, language) do update set
         graph_id = excluded.graph_id, category = excluded.category,
         previous_category = coalesce(excluded.previous_category, t.previous_category),
         next_category = nullif(t.next_category, excluded.category),
         status = excluded.status, quality = excluded.quality,
         rejection_reason = case when excluded.status = t.status then coalesce(excluded.rejection_reason, t.rejection_reason)
           else excluded.rejection_reason end,
         parameter_format = excluded.parameter_format, components = excluded.components,
         synced_run = coalesce(excluded.synced_run, t.synced_run),
         version = t.version + case when (t.status, t.category, t.quality, t.parameter_format, t.components)
           is distinct from (excluded.status, excluded.category, excluded.quality, excluded.parameter_format, excluded.components)
           then 1 else 0 end
       where t.updated_at <= $15
       returning new.id, new.waba_id, new.name, new.language,
         old.id is not null and (old.status, old.quality, old.category) is distinct from (new.status, new.quality, new.category) as is_moved,
         ${FACTS('old')} as before, ${FACTS('new')} as after)
       select id, waba_id as "wabaId", name, language, before, after from stored where is_moved order by name, language`,
      [
        tx.tenantId,
        wabaId,
        runId,
        rows.map(() => v7()),
        rows.map(({ id }) => id),
        rows.map(({ name }) => name),
        rows.map(({ language }) => language),
        rows.map(({ category }) => category?.toUpperCase() ?? 'UNKNOWN'),
        rows.map(({ previous_category: previous }) => previous?.toUpperCase() ?? null),
        rows.map(({ status }) => status.toUpperCase()),
        rows.map(({ quality_score: quality }) => quality?.score?.toUpperCase() ?? 'UNKNOWN'),
        rows.map(({ rejected_reason: reason }) => (reason && reason !== 'NONE' ? reason : null)),
        rows.map(({ parameter_format: format }) => (format?.toUpperCase() === 'NAMED' ? 'NAMED' : 'POSITIONAL')),
        rows.map(({ components }) => JSON.stringify(components ?? [])),
        readAt,
      ],
    );
    if (runId === null) return moved;
    await tx.execute(
      `update message_sender.templates set synced_run = $2
       where tenant_id = $1 and graph_id = any($3::text[]) and synced_run is distinct from $2`,
      [tx.tenantId, runId, rows.map(({ id }) => id)],
    );
    return moved;
  }

  /** Those that a whole reading of the list did not meet are gone at WhatsApp. @returns their names */
  async deleteMissed(tx: Transaction, wabaId: string, runId: string, startedAt: string): Promise<string[]> {
    const rows = await tx.query<{ name: string }>(
      `delete from message_sender.templates
       where tenant_id = $1 and waba_id = $2 and synced_run is distinct from $3 and created_at < $4 returning name`,
      [tx.tenantId, wabaId, runId, startedAt],
    );
    return [...new Set(rows.map(({ name }) => name))];
  }
}
