import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { signedHeaders } from '#egress';
import { Logger } from '#service-kit';
import { CALL_TIMEOUT_MS, FlowCaller, type Tried } from '../../clients/flows/flow-caller.js';
import { FlowRunRow, type FlowCall } from '../../persistence/flows/flow-run.entity.js';
import { FlowRunsRepository } from '../../persistence/flows/flow-runs.repository.js';
import { CampaignClock } from '../campaigns/clock.state.js';
import { FlowSecrets } from './flow-secrets.step.js';
import { RunFlow } from './run-flow.step.js';

/** Calls of one tenant under way at a time: its slow system holds up nobody else's flows. */
const MOST_OF_TENANT = 10;
const MOST = 100;
/** Longer than any try takes: whoever has not told by then is gone. */
const LEASE_MS = 3 * CALL_TIMEOUT_MS;
/** Before the second try and before the third, the last. */
const PAUSES_MS = [2_000, 10_000];

/** Asks other systems for flows, and goes on with what they answer. */
@Injectable()
export class CallFlowsHandler {
  readonly #underWay = new Map<string, Set<Promise<void>>>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly runs: FlowRunsRepository,
    private readonly runFlow: RunFlow,
    private readonly caller: FlowCaller,
    private readonly secrets: FlowSecrets,
    private readonly clock: CampaignClock,
    private readonly logger: Logger,
  ) {}

  /** Begins the calls that are due, as many as may be under way; does not wait for them. */
  async execute(): Promise<void> {
    const tenants = await this.database.forSystem((tx) => this.runs.tenantsCalling(tx, this.#at(0)));
    for (const tenantId of tenants) {
      const mine = this.#underWay.get(tenantId) ?? new Set();
      const room = Math.min(MOST_OF_TENANT - mine.size, MOST - this.#all().length);
      if (room <= 0) continue;
      const { calls, signing } = await this.database.forTenant(tenantId, async (tx) => ({
        calls: await this.runs.takeCalls(tx, this.#at(0), this.#at(LEASE_MS), room),
        signing: await this.secrets.signing(tx, this.clock.now()),
      }));
      for (const { runId, call, tries } of calls) {
        const made = this.#make(tenantId, runId, call, tries, signing)
          .catch((error: unknown) => this.logger.error('a call of a flow could not be recorded', error as Error, { tenantId, runId }))
          .finally(() => {
            mine.delete(made);
            if (mine.size === 0) this.#underWay.delete(tenantId);
          });
        mine.add(made);
        this.#underWay.set(tenantId, mine);
      }
    }
  }

  /** When nothing is under way any more. */
  async settled(): Promise<void> {
    for (let all = this.#all(); all.length > 0; all = this.#all()) await Promise.allSettled(all);
  }

  #all(): Promise<void>[] {
    return [...this.#underWay.values()].flatMap((of) => [...of]);
  }

  #at(afterMs: number): string {
    return new Date(this.clock.now().getTime() + afterMs).toISOString();
  }

  async #make(tenantId: string, runId: string, call: FlowCall, tries: number, signing: readonly string[]): Promise<void> {
    const now = this.clock.now().getTime();
    const tried: Tried = await this.caller.call(call, signedHeaders(call.id, call.body, signing, now));
    const pause = 'failure' in tried && tried.isPassing ? PAUSES_MS[tries - 1] : undefined;
    if ('failure' in tried) this.logger.info({ tenantId, runId, failure: tried.failure, tries }, 'a call of a flow failed');
    await this.database.forTenant(tenantId, async (tx) => {
      const run = await tx.rows(FlowRunRow).lock(runId);
      // It has gone on without an answer, or is over, or gone.
      if (run?.call?.id !== call.id) return;
      if (pause !== undefined) await tx.rows(FlowRunRow).change(runId, { callAt: this.#at(pause) });
      else
        await this.runFlow.goOn(tx, run, {
          kind: 'called',
          ...('failure' in tried ? { failure: tried.failure } : { answer: tried.answer }),
        });
    });
  }
}
