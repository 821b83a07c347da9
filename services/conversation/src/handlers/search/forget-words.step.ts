import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { termsOf } from '../../domain/search/message-words.js';
import { portionsOf, postingsOf } from '../../domain/search/postings.js';
import { SearchRepository } from '../../persistence/search/search.repository.js';

const MAX_WORDS = 20_000;

/** Takes messages that are gone, or say something else, out of the search, under each of the words that they had. */
@Injectable()
export class ForgetWords {
  constructor(private readonly search: SearchRepository) {}

  /** Where nobody indexes meanwhile (`SearchRepository.hold`). */
  async of(tx: Transaction, messages: readonly { id: string; text: string | null }[]): Promise<void> {
    const indexed = messages.map(({ id, text }) => ({ id, terms: termsOf(text ?? '') }));
    for (const portion of portionsOf(postingsOf(indexed), MAX_WORDS)) await this.search.removeTerms(tx, portion);
  }

  /** A message says something else: it is found by that alone. Where nobody indexes meanwhile. */
  async replace(tx: Transaction, outletId: string, before: { id: string; text: string | null }, text: string | null): Promise<void> {
    // The job will read it as it is now.
    if (await this.search.isToIndex(tx, outletId, before.id)) return;
    await this.of(tx, [before]);
    const postings = postingsOf([{ id: before.id, terms: termsOf(text ?? '') }]);
    for (const portion of portionsOf(postings, MAX_WORDS)) await this.search.addTerms(tx, portion);
  }
}
