import { Injectable } from '@nestjs/common';
import { v5, v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { Problem, type Actor } from '#service-kit';
import { DEFAULT_STAGES, MAX_STAGES, type Stage } from '../../domain/leads/lead.js';
import { LeadStageRow } from '../../persistence/leads/lead-stage.entity.js';
import { LeadsRepository } from '../../persistence/leads/leads.repository.js';
import { Audit } from '../audit/audit.step.js';

/** A stage as somebody sends it: one without an id is new. */
export type GivenStage = Omit<Stage, 'id'> & { id?: string | undefined };

/** The stages of a company's leads, as one list. */
@Injectable()
export class LeadStagesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly leads: LeadsRepository,
    private readonly audit: Audit,
  ) {}

  /** In their order, each with how many leads it has, as far as they are counted. */
  async list(tenantId: string): Promise<(Stage & { leads: number })[]> {
    return this.database.forTenant(tenantId, async (tx) => {
      const stages = await this.all(tx);
      const counts = await this.leads.counts(
        tx,
        stages.map(({ id }) => id),
      );
      return stages.map((stage) => ({ ...stage, leads: counts.get(stage.id) ?? 0 }));
    });
  }

  /**
   * As a part of a transaction, until whose end the list stays as it is. A company that has made none gets the usual ones, under the same ids
   * whoever asks first.
   */
  async all(tx: Transaction): Promise<Stage[]> {
    const [, stages] = await Promise.all([this.leads.holdStages(tx, 'shared'), tx.rows(LeadStageRow).list('position, id')]);
    if (stages.length > 0) return stages;
    const usual = DEFAULT_STAGES.map((stage, position) => ({ id: v5(stage.name, tx.tenantId!), ...stage, position }));
    await this.leads.addStages(tx, usual);
    return usual;
  }

  /** Replaces the list. @throws {Problem} validation_failed, stage_in_use */
  async replace(tenantId: string, given: readonly GivenStage[], by: Actor): Promise<void> {
    check(given);
    await this.database.forTenant(tenantId, async (tx) => {
      // Whoever else replaces it, or puts a lead into it, does so before or after.
      await this.leads.holdStages(tx, 'alone');
      const before = await this.all(tx);
      const known = new Map(before.map((stage) => [stage.id, stage]));
      for (const [index, { id }] of given.entries()) {
        if (id !== undefined && !known.has(id)) throw Problem.invalid([{ field: `stages[${index}].id`, message: 'is no stage of yours' }]);
      }
      const kept = new Set(given.map(({ id }) => id));
      for (const { id, name } of before) {
        if (kept.has(id)) continue;
        if (await this.leads.isStageUsed(tx, id)) {
          throw new Problem(409, 'stage_in_use', `There are leads in the stage "${name}". Move them to another one first.`);
        }
        await tx.rows(LeadStageRow).delete(id);
      }
      for (const [position, { id, name, kind }] of given.entries()) {
        const was = id === undefined ? undefined : known.get(id);
        if (was && was.kind !== kind && (await this.leads.isStageUsed(tx, was.id))) {
          throw new Problem(409, 'stage_in_use', `There are leads in the stage "${was.name}": what it means stays. Move them first.`);
        }
        if (id === undefined) await tx.rows(LeadStageRow).insert({ id: v7(), name, kind, position });
        else await tx.rows(LeadStageRow).change(id, { name, kind, position });
      }
      const shown = (stages: readonly Omit<Stage, 'id'>[]) => ({ stages: stages.map(({ name, kind }) => `${name} (${kind})`) });
      this.audit.append(tx, by, 'changed', { type: 'lead_stages', id: tenantId }, shown(before), shown(given));
    });
  }
}

/** @throws {Problem} validation_failed */
function check(given: readonly GivenStage[]): void {
  if (given.length > MAX_STAGES || given[0]?.kind !== 'open')
    throw Problem.invalid([{ field: 'stages', message: `must be 1 to ${MAX_STAGES} stages, the first one of the kind open` }]);
  for (const key of ['id', 'name'] as const) {
    const values = given.map((stage) => stage[key]?.toLowerCase()).filter((value) => value !== undefined);
    if (new Set(values).size < values.length) throw Problem.invalid([{ field: 'stages', message: 'must have each stage once' }]);
  }
}
