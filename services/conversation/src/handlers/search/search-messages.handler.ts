import { Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { encodeCursor, type Page } from '#service-kit';
import type { Message } from '../../domain/threads/message.js';
import { hasPrefixes, snippetOf, soughtWords, type Snippet, type SoughtWord } from '../../domain/search/message-words.js';
import { MessagesRepository } from '../../persistence/threads/messages.repository.js';
import { SearchRepository, type MessageContact, type SearchStep } from '../../persistence/search/search.repository.js';

export interface FoundMessage {
  contact: MessageContact;
  message: Message;
  snippet: Snippet;
}

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
/** Words that a prefix may stand for. */
const MAX_EXPANDED = 50;
/** Beyond so many messages a word is common, however many more there are. */
const COMMON = 2_000;
/** Messages that a statement looks at, and statements of a page: together they bound what a search can cost. */
const SCAN = 1_000;
const MAX_STEPS = 20;

/** Finds messages that hold all the words of a query, newest first. */
@Injectable()
export class SearchMessagesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly search: SearchRepository,
    private readonly messages: MessagesRepository,
  ) {}

  /**
   * Of a query whose words are all common, a page may hold less than `limit` and yet have a next one.
   *
   * @param beforeId id of the message at which the page before ended
   */
  async execute(
    tenantId: string,
    query: { q: string; outletId?: string },
    page: { limit: number; beforeId?: string },
  ): Promise<Page<FoundMessage>> {
    const sought = soughtWords(query.q);
    if (sought.length === 0) return { items: [], nextCursor: null };
    return this.database.forTenant(tenantId, async (tx) => {
      const plan = await this.#plan(tx, sought);
      const found: { messageId: string; conversationId: string }[] = [];
      let before = page.beforeId ?? LAST_ID;
      let isMore = plan.driving.length > 0;
      for (let steps = 0; isMore && steps < MAX_STEPS && found.length < page.limit; steps++) {
        const limit = page.limit - found.length;
        const { driving, also, prefixes } = plan;
        // Which words begin so is seen in the texts: of how many of the messages that is true, nobody knows before.
        const most = prefixes.length > 0 ? SCAN : limit;
        const step = await this.search.step(tx, { driving, also, outletId: query.outletId, beforeId: before, scan: SCAN, limit: most });
        const fit = step.found.filter(({ text }) => hasPrefixes(text, prefixes)).slice(0, limit);
        found.push(...fit);
        isMore = step.scanned === SCAN || fit.length === limit;
        before = fit.length === limit ? fit.at(-1)!.messageId : (step.lastId ?? before);
      }
      return { items: await this.#shown(tx, found, sought), nextCursor: isMore ? encodeCursor([before]) : null };
    });
  }

  /** The rarest word leads, the others are asked of each message that it leads to. */
  async #plan(tx: Transaction, sought: readonly SoughtWord[]): Promise<Pick<SearchStep, 'driving' | 'also'> & { prefixes: string[] }> {
    const choices: { word: SoughtWord; terms: string[]; messages: number }[] = [];
    const whole = sought.filter((word) => !word.isPrefix);
    const counts = whole.length > 0 ? await this.search.countTerms(tx, termsIn(whole), COMMON) : [];
    for (const [index, word] of whole.entries()) choices.push({ word, terms: [word.term], messages: counts[index]! });
    for (const word of sought.filter(({ isPrefix }) => isPrefix)) {
      const terms = await this.search.expand(tx, word.term, MAX_EXPANDED);
      const each = await this.search.countTerms(tx, terms, COMMON);
      // One that stands for more words than are looked up leads only where nothing else can.
      const messages = terms.length === MAX_EXPANDED ? Infinity : each.reduce((sum, count) => sum + count, 0);
      choices.push({ word, terms, messages });
    }
    const rarest = choices.reduce((best, choice) => (choice.messages < best.messages ? choice : best));
    const rest = choices.filter((choice) => choice !== rarest).map((choice) => choice.word);
    return {
      driving: rarest.terms,
      also: termsIn(rest.filter((word) => !word.isPrefix)),
      prefixes: termsIn(rest.filter((word) => word.isPrefix)),
    };
  }

  async #shown(
    tx: Transaction,
    found: readonly { messageId: string; conversationId: string }[],
    sought: readonly SoughtWord[],
  ): Promise<FoundMessage[]> {
    if (found.length === 0) return [];
    const ids = found.map(({ messageId }) => messageId);
    const messages = new Map((await this.messages.findAll(tx, ids)).map((message) => [message.id, message]));
    const conversationIds = [...new Set(found.map(({ conversationId }) => conversationId))];
    const contacts = new Map((await this.search.contacts(tx, conversationIds)).map((contact) => [contact.conversationId, contact]));
    return found.flatMap(({ messageId, conversationId }) => {
      const [message, contact] = [messages.get(messageId), contacts.get(conversationId)];
      // Gone between two statements.
      if (!message || !contact) return [];
      return [{ contact, message, snippet: snippetOf(message.text ?? '', sought) }];
    });
  }
}

const termsIn = (words: readonly SoughtWord[]): string[] => words.map((word) => word.term);
