import { Inject, Injectable } from '@nestjs/common';
import { messageReceived, webhooksErased, type contactErasureRequested, type EventOf } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { DEAD_LETTER_AGE_MS, EVENT_AGE_MS, Inbox, Outbox, type Redact } from '#messaging';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import { concerns } from '../../domain/privacy/concerns.js';
import { piecesOfCustomer, redactBody } from '../../domain/webhooks/redact-body.js';
import { ErasureRepository, type EntryItem, type ErasureProgress, type JournalPage } from '../../persistence/privacy/erasure.repository.js';

type Request = EventOf<typeof contactErasureRequested>;

const FIRST = '00000000-0000-0000-0000-000000000000';
const DAY_MS = 24 * 60 * 60_000;
/** WhatsApp gives up a message after these days: until then it may report about one that was sent earlier. */
const LATEST_REPORT_DAYS = 30;

/**
 * Erases a customer from the journal, the dead letters and the stored events. Walks the journal page by page and commits its progress with each
 * page: after a crash it continues there.
 */
@Injectable()
export class EraseContactHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
    private readonly erasure: ErasureRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute(event: Request): Promise<void> {
    await this.#eraseLettersAndEvents(event);
    while (await this.#erasePage(event));
    await this.database.forTenant(event.tenantId, async (tx) => {
      const progress = await this.erasure.takeProgress(tx, event.data.erasureId);
      if (!(await this.inbox.claim(tx, event))) return;
      const { afterId: _, ...counts } = progress ?? nothing;
      this.outbox.append(tx, webhooksErased, { erasureId: event.data.erasureId, counts, residuals: this.#residuals(counts.deadLetters) });
    });
  }

  /** Runs first, and once: it commits with the first mark of progress. */
  async #eraseLettersAndEvents({ tenantId, data }: Request): Promise<void> {
    await this.database.forSystem(async (tx) => {
      if (await this.erasure.progress(tx, tenantId, data.erasureId)) return;
      const needles = [...data.phones, ...data.userIds, ...data.conversationIds, ...(data.groupConversationIds ?? [])];
      const theirs = (rows: { id: string; envelope: string }[]): string[] =>
        rows.filter(({ envelope }) => concerns(envelope, data)).map(({ id }) => id);
      const letters = theirs(await this.erasure.letters(tx, tenantId, needles));
      const deadLetters = await this.erasure.deleteLetters(tx, letters);
      // A message that no consumer has taken yet stays: it must be recorded before it can be erased.
      const forget: Redact = async (told, isPublished) => {
        if (!isPublished || !concerns(JSON.stringify(told), data)) return told;
        const isTaken = told.subject !== messageReceived.subject || (await this.erasure.isTaken(tx, tenantId, told.id));
        return isTaken ? undefined : told;
      };
      const events = await this.outbox.redact(tx, needles, forget, { tenantId });
      await this.erasure.saveProgress(tx, tenantId, data.erasureId, { ...nothing, deadLetters, events });
    });
  }

  /** @returns whether there may be more */
  async #erasePage({ tenantId, data }: Request): Promise<boolean> {
    const needles = [...data.phones, ...data.userIds].map((text) => Buffer.from(text));
    if (needles.length === 0) return false;
    return this.database.forSystem(async (tx) => {
      const progress = await this.erasure.progress(tx, tenantId, data.erasureId);
      if (!progress) return false;
      const page = await this.erasure.journalPage(tx, progress.afterId, needles);
      if (page.lastId === null) return false;
      const found = page.hits.length > 0 ? await this.#redact(tx, tenantId, data, page.hits) : { entries: 0, items: 0 };
      await this.erasure.saveProgress(tx, tenantId, data.erasureId, {
        ...progress,
        afterId: page.lastId,
        journalEntries: progress.journalEntries + found.entries,
        webhookItems: progress.webhookItems + found.items,
      });
      return true;
    });
  }

  async #redact(
    tx: Transaction,
    tenantId: string,
    customer: Request['data'],
    hits: JournalPage['hits'],
  ): Promise<{ entries: number; items: number }> {
    const ids = hits.map(({ id }) => id);
    const byEntry = Map.groupBy(await this.erasure.items(tx, ids), (item) => item.journalId);
    const wiped: string[] = [];
    let entries = 0;
    for (const { id, receivedAt, body } of hits) {
      const theirs = new Set(piecesOfCustomer(body, receivedAt, customer));
      const own = (byEntry.get(id) ?? []).filter((item) => item.tenantId === tenantId && item.kind !== 'body');
      const erased = own.filter((item) => theirs.has(item.index) && !item.isOnItsWay);
      if (erased.length === 0) continue;
      const redacted = redactBody(body, receivedAt, customer, new Set(erased.map(({ index }) => index)), numbersOf(own));
      await this.erasure.saveBody(tx, id, redacted);
      wiped.push(...erased.map((item) => item.id));
      entries++;
    }
    await this.erasure.wipeDetails(tx, wiped);
    return { entries, items: wiped.length };
  }

  #residuals(deadLetters: number): { where: string; until: string }[] {
    const after = (ms: number): string => new Date(Date.now() + ms).toISOString();
    return [
      { where: 'event streams (NATS JetStream)', until: after(EVENT_AGE_MS) },
      ...(deadLetters > 0 ? [{ where: 'dead-letter stream (NATS JetStream)', until: after(DEAD_LETTER_AGE_MS) }] : []),
      {
        where: 'webhook journal and events of the gateway: later reports of WhatsApp about messages that were sent earlier',
        until: after((LATEST_REPORT_DAYS + this.config.JOURNAL_DAYS) * DAY_MS),
      },
    ];
  }
}

const nothing: ErasureProgress = { afterId: FIRST, journalEntries: 0, webhookItems: 0, deadLetters: 0, events: 0 };

const numbersOf = (items: readonly EntryItem[]): Set<string> =>
  new Set(items.flatMap(({ phoneNumberId }) => (phoneNumberId === null ? [] : [phoneNumberId])));
