import { Injectable } from '@nestjs/common';
import { replyGenerated, type EventOf, type replyRequested } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Inbox, Outbox } from '#messaging';
import { Gather } from '#service-kit';
import type { Responded } from '../../domain/answers/answer.js';
import { AnswersRepository } from '../../persistence/answers/answers.repository.js';
import { ErasedRepository } from '../../persistence/privacy/erased.repository.js';
import { ReplySettingsRepository, type ReplySettings } from '../../persistence/answers/reply-settings.repository.js';

type ReplyRequested = EventOf<typeof replyRequested>;

interface Reply {
  event: ReplyRequested;
  responded: Responded;
  durationMs: number;
  /** BCP 47; what the system tells the customer is in it. */
  language: string;
}

const MAX_TOGETHER = 100;

/** Reads settings before an answer and stores it afterwards; requests of a tenant that arrive together share transactions. */
@Injectable()
export class ReplyRecords {
  readonly #loading = new Gather((tenantId, events: ReplyRequested[]) => this.#loadAll(tenantId, events), { most: MAX_TOGETHER });
  readonly #reserving = new Gather((tenantId, events: ReplyRequested[]) => this.#reserveAll(tenantId, events), { most: MAX_TOGETHER });
  readonly #storing = new Gather((tenantId, replies: Reply[]) => this.#storeAll(tenantId, replies), { most: MAX_TOGETHER });

  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
    private readonly settings: ReplySettingsRepository,
    private readonly answers: AnswersRepository,
    private readonly erased: ErasedRepository,
  ) {}

  /** @returns undefined when the request was answered before */
  load(event: ReplyRequested): Promise<ReplySettings | undefined> {
    return this.#loading.ask(event.tenantId, event);
  }

  /** Promises the answer a unit of the plan. Asking again for the same request takes no second one. @returns whether there was one */
  reserve(event: ReplyRequested): Promise<boolean> {
    return this.#reserving.ask(event.tenantId, event);
  }

  /** Stores and publishes the reply, once. */
  async store(reply: Reply): Promise<void> {
    await this.#storing.ask(reply.event.tenantId, reply);
  }

  async #loadAll(tenantId: string, events: readonly ReplyRequested[]): Promise<(ReplySettings | undefined)[]> {
    const outletIds = [...new Set(events.map(({ data }) => data.outletId.toLowerCase()))];
    const [answered, settings] = await this.database.together(tenantId, (tx) =>
      Promise.all([
        this.answers.among(
          tx,
          events.map(({ id }) => id),
        ),
        this.settings.find(tx, outletIds),
      ]),
    );
    return events.map(({ id, data }) => (answered.has(id.toLowerCase()) ? undefined : settings.get(data.outletId.toLowerCase())));
  }

  async #reserveAll(tenantId: string, events: readonly ReplyRequested[]): Promise<boolean[]> {
    const ids = events.map(({ id }) => id.toLowerCase());
    const granted = await this.database.forTenant(tenantId, (tx) => this.settings.reserve(tx, [...new Set(ids)]));
    return ids.map((id) => granted.has(id));
  }

  async #storeAll(tenantId: string, replies: readonly Reply[]): Promise<undefined[]> {
    await this.database.together(tenantId, async (tx) => {
      const [fresh, erased] = await Promise.all([
        this.inbox.claimAll(
          tx,
          replies.map(({ event }) => event),
        ),
        this.erased.heldAmong(
          tx,
          replies.map(({ event }) => event.data.conversationId),
        ),
      ]);
      const isNew = new Set(fresh);
      // Leaves out customers who were forgotten meanwhile.
      const told = replies.filter(({ event }) => isNew.has(event) && !erased.has(event.data.conversationId.toLowerCase()));
      if (told.length > 0) await this.answers.insert(tx, told.map(toRow));
      for (const reply of told) this.#tell(tx, reply);
    });
    return replies.map(() => undefined);
  }

  #tell(tx: Transaction, { event, responded, durationMs, language }: Reply): void {
    const { outcome, ...usage } = responded;
    const { conversationId, outletId, epoch } = event.data;
    this.outbox.append(
      tx,
      replyGenerated,
      {
        conversationId,
        outletId,
        requestId: event.id,
        epoch,
        outcome: outcome.kind === 'answer' ? { kind: 'answer', text: outcome.text, citations: outcome.citations.map(toCitation) } : outcome,
        usage: { ...usage, durationMs },
        language,
      },
      event.traceId ? { traceId: event.traceId } : {},
    );
  }
}

type Citation = Extract<Responded['outcome'], { kind: 'answer' }>['citations'][number];

const toCitation = ({ documentId, chunkId, title, text, page, score }: Citation) => ({
  documentId,
  chunkId,
  title,
  text,
  ...(page === undefined ? {} : { page }),
  score,
});

const toRow = ({ event, responded: { outcome, ...usage }, durationMs }: Reply) => ({
  requestId: event.id,
  conversationId: event.data.conversationId,
  outletId: event.data.outletId,
  epoch: event.data.epoch,
  outcome: outcome.kind,
  handoffReason: outcome.kind === 'handoff' ? outcome.reason : undefined,
  detail: outcome.kind === 'handoff' ? outcome.detail : undefined,
  ...usage,
  durationMs,
  // Without the text, which stays in the knowledge.
  citations: outcome.kind === 'answer' ? outcome.citations.map(toCitation).map(({ text: _, ...citation }) => citation) : [],
});
