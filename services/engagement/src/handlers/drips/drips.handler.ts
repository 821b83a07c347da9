import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import { Problem, type Actor } from '#service-kit';
import { CampaignRow, type Campaign } from '../../persistence/campaigns/campaign.entity.js';
import type { Delay, StepOutcome } from '../../domain/drips/drip.js';
import type { MessagePlan } from '../../domain/campaigns/campaign.js';
import type { Expression } from '../../domain/segments/expression.js';
import { DripStepRow, type DripStep } from '../../persistence/drips/drip-step.entity.js';
import { DripsRepository } from '../../persistence/drips/drips.repository.js';
import { Audit } from '../audit/audit.step.js';
import { asPublished, firstWalk, PublishDrip } from './publish-drip.step.js';
import { CampaignClock } from '../campaigns/clock.state.js';

export const MAX_STEPS = 50;

export interface StepFields {
  stepNumber: number;
  delay: Delay;
  message: MessagePlan;
  condition: Expression | null;
}

export type ShownStep = DripStep & { figures: Partial<Record<StepOutcome, number>> };

export interface ShownDrip {
  items: ShownStep[];
  /** The newest that was published; null before the first. */
  version: number | null;
  /** Whether the steps are as that version has them. */
  isPublished: boolean;
}

/** The steps of a drip as they are written, and the versions that they are published as. */
@Injectable()
export class DripsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly drips: DripsRepository,
    private readonly publishDrip: PublishDrip,
    private readonly audit: Audit,
    private readonly clock: CampaignClock,
  ) {}

  /** In their order, with what became of each so far. @throws {Problem} not_found, not_a_drip */
  async list(tenantId: string, campaignId: string): Promise<ShownDrip> {
    return this.database.forTenant(tenantId, async (tx) => {
      await dripOf(tx, campaignId);
      const [steps, figures, newest] = await Promise.all([
        this.drips.steps(tx, campaignId),
        this.drips.figures(tx, campaignId),
        this.drips.newest(tx, campaignId),
      ]);
      const items = steps.map((step) => ({
        ...step,
        figures: Object.fromEntries(
          figures.filter(({ stepNumber }) => stepNumber === step.stepNumber).map(({ outcome, count }) => [outcome, count]),
        ),
      }));
      return { items, version: newest?.version ?? null, isPublished: isDeepStrictEqual(newest?.steps, steps.map(asPublished)) };
    });
  }

  /** @throws {Problem} not_found, not_a_drip, step_number_taken, too_many */
  async add(tenantId: string, campaignId: string, fields: StepFields, by: Actor): Promise<ShownStep> {
    return this.database.forTenant(tenantId, async (tx) => {
      // Two who choose the same number at once do so one after the other.
      await dripOf(tx, campaignId, 'lock');
      const steps = await this.drips.steps(tx, campaignId);
      if (steps.length >= MAX_STEPS) throw new Problem(422, 'too_many', `A drip may have ${MAX_STEPS} steps.`);
      free(steps, fields.stepNumber);
      const step = await tx.rows(DripStepRow).insert({ id: v7(), campaignId, ...fields });
      this.audit.append(tx, by, 'step_added', { type: 'campaign', id: campaignId }, null, { stepId: step.id, stepNumber: step.stepNumber });
      return { ...step, figures: {} };
    });
  }

  /** What is left out stays. It holds from the next publication on. @throws {Problem} not_found, not_a_drip, step_number_taken */
  async change(tenantId: string, campaignId: string, stepId: string, fields: Partial<StepFields>, by: Actor): Promise<ShownStep> {
    return this.database.forTenant(tenantId, async (tx) => {
      // Two who choose the same number at once do so one after the other.
      await dripOf(tx, campaignId, 'lock');
      const steps = await this.drips.steps(tx, campaignId);
      if (!steps.some(({ id }) => id === stepId)) throw Problem.notFound('step');
      if (fields.stepNumber !== undefined) {
        free(
          steps.filter(({ id }) => id !== stepId),
          fields.stepNumber,
        );
      }
      const step = (await tx.rows(DripStepRow).change(stepId, { ...fields, updatedAt: this.clock.now().toISOString() }))!;
      this.audit.append(tx, by, 'step_changed', { type: 'campaign', id: campaignId }, null, { stepId, fields: Object.keys(fields) });
      return { ...step, figures: {} };
    });
  }

  /** It holds from the next publication on. @throws {Problem} not_found, not_a_drip */
  async removeStep(tenantId: string, campaignId: string, stepId: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      await dripOf(tx, campaignId, 'lock');
      const step = (await this.drips.steps(tx, campaignId)).find(({ id }) => id === stepId);
      if (!step) throw Problem.notFound('step');
      await tx.rows(DripStepRow).delete(stepId);
      this.audit.append(tx, by, 'step_removed', { type: 'campaign', id: campaignId }, { stepId, stepNumber: step.stepNumber }, null);
    });
  }

  /** Makes a version of the steps: new ones are enrolled in it, those under way stay on theirs. @throws {Problem} not_found, not_a_drip, campaign_incomplete, campaign_state */
  async publish(tenantId: string, campaignId: string, by: Actor): Promise<number> {
    return this.database.forTenant(tenantId, async (tx) => {
      const campaign = await dripOf(tx, campaignId, 'lock');
      if (campaign.state === 'cancelled') throw new Problem(409, 'campaign_state', 'The campaign is cancelled.');
      const version = await this.publishDrip.execute(tx, campaign);
      if (campaign.state === 'draft') {
        const now = this.clock.now();
        await tx.rows(CampaignRow).change(campaignId, {
          state: 'running',
          startedAt: now.toISOString(),
          updatedAt: now.toISOString(),
          dueAt: firstWalk(campaign, now),
        });
      }
      this.audit.append(tx, by, 'published', { type: 'campaign', id: campaignId }, null, { version });
      return version;
    });
  }
}

/** @throws {Problem} not_found, not_a_drip */
export async function dripOf(tx: Transaction, campaignId: string, how: 'find' | 'lock' = 'find'): Promise<Campaign> {
  const campaign = await tx.rows(CampaignRow)[how](campaignId);
  if (!campaign) throw Problem.notFound('campaign');
  if (campaign.type !== 'drip') throw new Problem(409, 'not_a_drip', 'The campaign is a broadcast, which has no steps.');
  return campaign;
}

function free(steps: readonly DripStep[], stepNumber: number): void {
  if (steps.some((step) => step.stepNumber === stepNumber)) {
    throw new Problem(409, 'step_number_taken', `There is a step ${stepNumber} already. Choose another number.`);
  }
}
