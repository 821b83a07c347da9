import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Transaction } from '#database';
import { MessageRequests, type MessageChange } from '#messaging';
import { FlowRunRow, type FlowRun } from '../../persistence/flows/flow-run.entity.js';
import { FlowRunsRepository } from '../../persistence/flows/flow-runs.repository.js';
import { FLOW, RunFlow } from './run-flow.step.js';

const LOST: readonly string[] = ['refused', 'failed', 'cancelled'];
const runOf = (id: string): string => id.split('.')[0]!;

/** What became of the messages of flows. Where one does not leave, the customer cannot answer it, and the run ends. */
@Injectable()
export class FollowFlowsHandler implements OnModuleInit {
  constructor(
    private readonly requests: MessageRequests,
    private readonly runs: FlowRunsRepository,
    private readonly runFlow: RunFlow,
  ) {}

  onModuleInit(): void {
    this.requests.listen(FLOW, (tx, changes) => this.execute(tx, changes));
  }

  async execute(tx: Transaction, changes: readonly MessageChange[]): Promise<void> {
    // Runs before anything else, in one order, as everybody takes these locks.
    const lost = new Set(changes.filter(({ status }) => LOST.includes(status)).map(({ id }) => runOf(id)));
    const runs: FlowRun[] = [];
    for (const id of [...lost].sort()) {
      const run = await tx.rows(FlowRunRow).lock(id);
      if (run?.state === 'active') runs.push(run);
    }
    for (const { id, messageId, status, refusal } of changes) {
      await this.runs.settle(tx, runOf(id), Number(id.split('.')[1]), messageId, refusal?.code ?? status);
    }
    for (const run of runs) await this.runFlow.end(tx, run, 'message_refused');
  }
}
