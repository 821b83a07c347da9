import { Injectable } from '@nestjs/common';
import type { EventOf, ownerChanged } from '#contracts';
import { TenantDatabase } from '#database';
import { FlowRunsRepository } from '../../persistence/flows/flow-runs.repository.js';
import { RunFlow } from './run-flow.step.js';

/** Somebody has taken a conversation, or closed it: the flow that is under way in it ends, also one that sleeps for days. */
@Injectable()
export class StopFlowsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly runs: FlowRunsRepository,
    private readonly runFlow: RunFlow,
  ) {}

  /** @param events of one tenant */
  async execute(events: readonly EventOf<typeof ownerChanged>[]): Promise<void> {
    const taken = events.map(({ data }) => data).filter(({ owner }) => owner !== 'bot');
    if (taken.length === 0) return;
    const { tenantId } = events[0]!;
    const active = await this.database.forTenant(tenantId, (tx) =>
      this.runs.activeAmong(tx, [...new Set(taken.map(({ conversationId }) => conversationId))]),
    );
    for (const { conversationId, epoch, state } of taken) {
      if (!active.has(conversationId)) continue;
      await this.database.forTenant(tenantId, async (tx) => {
        const run = await this.runs.lockActive(tx, conversationId);
        // What happened before the run began does not concern it.
        if (run && epoch > run.epoch) await this.runFlow.end(tx, run, state === 'closed' ? 'closed' : 'taken_over');
      });
    }
  }
}
