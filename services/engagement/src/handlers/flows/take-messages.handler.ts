import { Injectable } from '@nestjs/common';
import { isSilent, type EventOf, type messageRecorded } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { flowFor } from '../../domain/flows/triggers.js';
import { FlowRunRow } from '../../persistence/flows/flow-run.entity.js';
import { FlowRunsRepository } from '../../persistence/flows/flow-runs.repository.js';
import { FlowsRepository, type LiveFlow } from '../../persistence/flows/flows.repository.js';
import { RunFlow, whyStopped } from './run-flow.step.js';

type Recorded = EventOf<typeof messageRecorded>['data'];

/** Whoever asked by a button, or heeded a wish, answers that. */
const isOurs = ({ asksForReply }: Recorded): boolean => asksForReply !== false;

/** What customers write: an answer to the flow that waits for it, or the beginning of one. */
@Injectable()
export class TakeMessagesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly flows: FlowsRepository,
    private readonly runs: FlowRunsRepository,
    private readonly runFlow: RunFlow,
  ) {}

  /** Doing it again changes nothing: a run knows the newest message that it has dealt with. @param events of one tenant, in their order */
  async execute(events: readonly EventOf<typeof messageRecorded>[]): Promise<void> {
    const said = events
      .map(({ data }) => data)
      .filter(({ message }) => message.direction === 'inbound' && message.author === 'customer' && !isSilent(message.type));
    if (said.length === 0) return;
    const { tenantId } = events[0]!;
    const { live, active } = await this.database.forTenant(tenantId, async (tx) => ({
      live: await this.flows.live(tx, [...new Set(said.map(({ outletId }) => outletId))]),
      active: await this.runs.activeAmong(tx, [...new Set(said.map(({ conversationId }) => conversationId))]),
    }));
    for (const data of said) {
      const opening = { text: data.message.text ?? null, isFirst: data.message.seq === 1 };
      const flow = isOurs(data)
        ? flowFor(
            live.filter(({ outletId }) => outletId === data.outletId),
            opening,
          )
        : undefined;
      if (!flow && !active.has(data.conversationId)) continue;
      await this.database.forTenant(tenantId, (tx) => this.#take(tx, data, flow));
      active.add(data.conversationId);
    }
  }

  async #take(tx: Transaction, data: Recorded, flow: LiveFlow | undefined): Promise<void> {
    const { conversationId, message } = data;
    const { seq, type, text = null } = message;
    const run = await this.runs.lockActive(tx, conversationId);
    if (run) {
      if (seq <= run.lastSeq) return;
      if (run.waitsFor === 'answer' && isOurs(data)) return this.runFlow.goOn(tx, run, { kind: 'message', type, text }, seq);
      // What is said while another system is asked is the bot's to answer, if the flow then ends.
      if (run.waitsFor === 'call') return;
      // The flow sleeps, and the bot answers; or somebody else has answered.
      await tx.rows(FlowRunRow).change(run.id, { lastSeq: seq });
      return;
    }
    if (!flow || (await this.runs.dealtWith(tx, conversationId)) >= seq) return;
    const thread = await this.runs.thread(tx, conversationId);
    // Whom somebody has answered already is not answered a second time.
    if (!thread || whyStopped(thread) || thread.unansweredFromSeq > seq) return;
    await this.runFlow.begin(tx, flow, thread, { text, seq });
  }
}
