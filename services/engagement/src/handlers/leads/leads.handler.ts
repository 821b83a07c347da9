import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, uniqueViolation, type Transaction } from '#database';
import { Problem, toPage, type Actor, type Page } from '#service-kit';
import type { Lead, LeadMove, LeadValue, Stage } from '../../domain/leads/lead.js';
import { LeadRow } from '../../persistence/leads/lead.entity.js';
import { LeadsRepository, type LeadFilter } from '../../persistence/leads/leads.repository.js';
import { Audit } from '../audit/audit.step.js';
import { LeadStagesHandler } from './lead-stages.handler.js';

export interface LeadFields {
  stageId?: string | undefined;
  ownerId?: string | null | undefined;
  value?: LeadValue | null | undefined;
  note?: string | null | undefined;
}

/** People who may buy: each is one open lead at a time. */
@Injectable()
export class LeadsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: LeadsRepository,
    private readonly stages: LeadStagesHandler,
    private readonly audit: Audit,
  ) {}

  /** The newest first. @param before id of the lead at which the page before ended */
  async list(tenantId: string, filter: LeadFilter, before: string | undefined, limit: number): Promise<Page<Lead>> {
    const rows = await this.database.forTenant(tenantId, (tx) => this.leads.page(tx, filter, before, limit));
    return toPage(rows, limit, ({ id }) => [id]);
  }

  /** With its last moves. @throws {Problem} not_found */
  async get(tenantId: string, id: string): Promise<Lead & { moves: LeadMove[] }> {
    return this.database.forTenant(tenantId, async (tx) => ({ ...(await this.#found(tx, id)), moves: await this.leads.moves(tx, id) }));
  }

  /** In the first stage where none is given. @throws {Problem} not_found, validation_failed, lead_exists */
  async create(
    tenantId: string,
    { contactId, isFromConversation, ...fields }: LeadFields & { contactId: string; isFromConversation: boolean },
    by: Actor,
  ): Promise<Lead> {
    return orExists(
      this.database.forTenant(tenantId, async (tx) => {
        if (!(await this.leads.isContact(tx, contactId))) throw Problem.notFound('contact');
        const open = await this.leads.openOf(tx, contactId);
        if (open) throw new Problem(409, 'lead_exists', `Lead ${open} of this contact is still open. Change that one.`);
        const stage = await this.#stage(tx, fields.stageId);
        const now = new Date().toISOString();
        const id = v7();
        const source = by.kind === 'api-key' ? ('api' as const) : isFromConversation ? ('conversation' as const) : ('hand' as const);
        await tx
          .rows(LeadRow)
          .insert({ id, contactId, source, ...stored(fields), stageId: stage.id, ...placed(stage, now), createdAt: now });
        await this.#move(tx, id, null, stage.name, by, now);
        this.audit.append(tx, by, 'created', { type: 'lead', id }, null, { stage: stage.name, source });
        return this.#found(tx, id);
      }),
    );
  }

  /** What is left out stays. @throws {Problem} not_found, validation_failed, lead_exists */
  async change(tenantId: string, id: string, fields: LeadFields, by: Actor): Promise<Lead> {
    return orExists(
      this.database.forTenant(tenantId, async (tx) => {
        const before = await tx.rows(LeadRow).lock(id);
        if (!before) throw Problem.notFound('lead');
        const stages = await this.stages.all(tx);
        const was = stages.find((stage) => stage.id === before.stageId)!;
        const stage = fields.stageId === undefined ? was : await this.#stage(tx, fields.stageId);
        const now = new Date().toISOString();
        const isMoved = stage.id !== was.id;
        await tx.rows(LeadRow).change(id, {
          ...stored(fields),
          ...(isMoved ? { stageId: stage.id, ...placed(stage, now) } : {}),
          version: before.version + 1,
        });
        if (isMoved) await this.#move(tx, id, was.name, stage.name, by, now);
        // A note may hold what is a customer's: the log has the names of what was changed.
        const changed = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [name]));
        this.audit.append(tx, by, 'changed', { type: 'lead', id }, { stage: was.name }, { stage: stage.name, fields: changed });
        return this.#found(tx, id);
      }),
    );
  }

  /** With its history. @throws {Problem} not_found */
  async delete(tenantId: string, id: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      if (!(await tx.rows(LeadRow).lock(id))) throw Problem.notFound('lead');
      await tx.rows(LeadRow).delete(id);
      this.audit.append(tx, by, 'deleted', { type: 'lead', id }, null, null);
    });
  }

  async #found(tx: Transaction, id: string): Promise<Lead> {
    const lead = await this.leads.find(tx, id);
    if (!lead) throw Problem.notFound('lead');
    return lead;
  }

  async #stage(tx: Transaction, id: string | undefined): Promise<Stage> {
    const stages = await this.stages.all(tx);
    const stage = id === undefined ? stages[0] : stages.find((one) => one.id === id);
    if (!stage) throw Problem.invalid([{ field: 'stageId', message: 'is no stage of yours' }]);
    return stage;
  }

  async #move(tx: Transaction, leadId: string, from: string | null, to: string, by: Actor, at: string): Promise<void> {
    await this.leads.addMove(tx, leadId, { id: v7(), from, to, by: { kind: by.kind, id: by.id }, at });
    if (from !== null) await this.leads.trimMoves(tx, leadId);
  }
}

const placed = ({ kind }: Stage, now: string) => ({ closedAt: kind === 'open' ? null : now, movedAt: now });

const stored = ({ ownerId, value, note }: LeadFields) => ({
  ...(ownerId === undefined ? {} : { ownerId }),
  ...(value === undefined ? {} : { valueMinor: value?.amountMinor ?? null, currency: value?.currency ?? null }),
  ...(note === undefined ? {} : { note }),
});

async function orExists<Result>(work: Promise<Result>): Promise<Result> {
  return work.catch((error: unknown) => {
    if (uniqueViolation(error) !== 'leads_open') throw error;
    throw new Problem(409, 'lead_exists', 'Another lead of this contact is still open. Change that one.');
  });
}
