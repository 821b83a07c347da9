import { Injectable } from '@nestjs/common';
import { isDatabaseUnavailable, TenantDatabase } from '#database';
import { inTurns, Logger } from '#service-kit';
import { FlowRunRow } from '../../persistence/flows/flow-run.entity.js';
import { FlowRunsRepository } from '../../persistence/flows/flow-runs.repository.js';
import { CampaignClock } from '../campaigns/clock.state.js';
import { RunFlow } from './run-flow.step.js';

/** Runs of a tenant in one turn. */
const BATCH = 50;
/** How much later one is tried again that failed. */
const FAILED_MS = 3_600_000;
/** How often one is tried that fails each time. */
export const MAX_TRIES = 5;

/** Waits that are over, and questions that nobody answered in time: each in a transaction of its own. */
@Injectable()
export class AdvanceFlowsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly runs: FlowRunsRepository,
    private readonly runFlow: RunFlow,
    private readonly clock: CampaignClock,
    private readonly logger: Logger,
  ) {}

  /** Tenants take turns, a batch each, until nothing is due. @returns how many runs went on */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    return inTurns(
      () => this.database.forSystem((tx) => this.runs.tenantsDue(tx, this.clock.now().toISOString())),
      (tenantId) => this.#ofTenant(tenantId),
      isStopped,
    );
  }

  async #ofTenant(tenantId: string): Promise<number> {
    for (let done = 0; done < BATCH; done++) {
      if (!(await this.#one(tenantId))) return done;
    }
    return BATCH;
  }

  /** What fails for one run holds up no other. @returns whether one was due */
  async #one(tenantId: string): Promise<boolean> {
    let runId: string | undefined;
    try {
      return await this.database.forTenant(tenantId, async (tx) => {
        const run = await this.runs.takeDue(tx, this.clock.now().toISOString());
        runId = run?.id;
        if (run) await this.runFlow.goOn(tx, run, { kind: 'due' });
        return run !== undefined;
      });
    } catch (error) {
      if (isDatabaseUnavailable(error)) throw error;
      this.logger.error('a flow could not go on', error as Error, { tenantId, runId });
      if (runId === undefined) return false;
      await this.#failed(tenantId, runId);
      return true;
    }
  }

  /** It is tried again later; one that has failed often enough ends, and a person goes on with the customer. */
  async #failed(tenantId: string, runId: string): Promise<void> {
    const dueAt = new Date(this.clock.now().getTime() + FAILED_MS).toISOString();
    await this.database.forTenant(tenantId, (tx) => this.runs.postpone(tx, runId, dueAt));
    // By itself: where it cannot even end, it is due later all the same.
    await this.database.forTenant(tenantId, async (tx) => {
      const run = await tx.rows(FlowRunRow).lock(runId);
      if (run?.state === 'active' && run.failures >= MAX_TRIES) await this.runFlow.giveUp(tx, run);
    });
  }
}
