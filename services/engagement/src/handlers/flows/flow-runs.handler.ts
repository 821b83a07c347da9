import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { forEach, idOfCursor, inBatches, Problem, toPage, type Page } from '#service-kit';
import { FlowRow, type Flow } from '../../persistence/flows/flow.entity.js';
import { FlowRunRow, type FlowRun } from '../../persistence/flows/flow-run.entity.js';
import { FlowRunsRepository, type LogEntry } from '../../persistence/flows/flow-runs.repository.js';
import { CampaignClock } from '../campaigns/clock.state.js';
import { notLive } from './flows.handler.js';
import { RunFlow, whyStopped } from './run-flow.step.js';

export type { FlowRun } from '../../persistence/flows/flow-run.entity.js';
export type { LogEntry } from '../../persistence/flows/flow-runs.repository.js';

const BATCH = 1_000;
const DAY_MS = 24 * 60 * 60_000;
/** Which way a customer went is known for so long after its end; the figures stay. */
export const RUNS_DAYS = 400;

/** Runs that programs begin, and what runs have done. */
@Injectable()
export class FlowRunsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly runs: FlowRunsRepository,
    private readonly runFlow: RunFlow,
    private readonly clock: CampaignClock,
  ) {}

  /** @returns the id of the run @throws {Problem} not_found, flow_not_live, no_conversation, conversation_busy */
  async begin(tenantId: string, flowId: string, contactId: string): Promise<string> {
    return this.database.forTenant(tenantId, async (tx) => {
      const flow = await this.#find(tx, flowId);
      if (flow.state !== 'live') throw notLive();
      const thread = await this.runs.threadOf(tx, contactId, flow.outletId);
      if (!thread) throw noConversation();
      if (whyStopped(thread) || (await this.runs.lockActive(tx, thread.id))) {
        throw new Problem(
          409,
          'conversation_busy',
          'A person or another flow has the conversation, or it is closed. Try again when it is with the bot.',
        );
      }
      const runId = await this.runFlow.begin(tx, flow, thread, { text: null, seq: await this.runs.dealtWith(tx, thread.id) });
      if (runId === undefined) throw noConversation();
      return runId;
    });
  }

  /** The newest first. @throws {Problem} not_found, invalid_cursor */
  async list(tenantId: string, flowId: string, { limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<Page<FlowRun>> {
    const before = idOfCursor(cursor) ?? null;
    return this.database.forTenant(tenantId, async (tx) => {
      await this.#find(tx, flowId);
      return toPage(await this.runs.page(tx, flowId, before, limit + 1), limit, ({ id }) => [id]);
    });
  }

  /** @throws {Problem} not_found */
  async get(tenantId: string, flowId: string, runId: string): Promise<{ run: FlowRun; log: LogEntry[] }> {
    return this.database.forTenant(tenantId, async (tx) => {
      const run = await tx.rows(FlowRunRow).find(runId);
      if (run?.firstFlowId !== flowId) throw Problem.notFound('run');
      return { run, log: await this.runs.logOf(tx, runId) };
    });
  }

  /** Removes runs that ended long ago. */
  async prune(isStopped: () => boolean = () => false): Promise<void> {
    const before = new Date(this.clock.now().getTime() - RUNS_DAYS * DAY_MS).toISOString();
    await inBatches(BATCH, isStopped, async (size) => {
      const ended = await this.database.forSystem((tx) => this.runs.ended(tx, before, size));
      return forEach(
        Map.groupBy(ended, ({ tenantId }) => tenantId),
        ([tenantId, rows]) =>
          this.database.forTenant(tenantId, (tx) =>
            this.runs.prune(
              tx,
              rows.map(({ id }) => id),
            ),
          ),
      );
    });
  }

  async #find(tx: Transaction, id: string): Promise<Flow> {
    const flow = await tx.rows(FlowRow).find(id);
    if (!flow) throw Problem.notFound('flow');
    return flow;
  }
}

const noConversation = (): Problem =>
  new Problem(409, 'no_conversation', 'The contact has no conversation with the number of this flow. Write to them first.');
