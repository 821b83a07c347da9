import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { requireRoom, takeRoom } from '#service-kit';
import { ContactCountsRepository } from '../../persistence/contacts/contact-counts.repository.js';

/**
 * What the plan allows of contacts, for those that people and programs add. A customer who writes is always taken, also beyond it: so there
 * may be more than the plan allows, and then nobody adds another.
 */
@Injectable()
export class ContactRoom {
  constructor(private readonly counts: ContactCountsRepository) {}

  /** @throws {Problem} 402 quota_exceeded */
  async require(tx: Transaction): Promise<void> {
    await requireRoom(tx, { ...this.#asked(tx), adding: 1 });
  }

  /** @returns how many of so many new ones there is room for */
  async take(tx: Transaction, adding: number): Promise<number> {
    return takeRoom(tx, { ...this.#asked(tx), adding });
  }

  #asked(tx: Transaction): Omit<Parameters<typeof takeRoom>[1], 'adding'> {
    return { tenantId: tx.tenantId!, meter: 'contacts', count: () => this.counts.read(tx) };
  }
}
