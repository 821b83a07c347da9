import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { BY_MEMORY } from '../../domain/consent/consent.js';
import { ConsentsRepository } from '../../persistence/consent/consents.repository.js';
import { ErasedRefusalsRepository } from '../../persistence/consent/erased-refusals.repository.js';
import { RecordConsent } from './record-consent.step.js';

interface NewContact {
  id: string;
  phone?: string | null | undefined;
  userId?: string | null | undefined;
}

/** Somebody is put into the book: if they had refused promotions before they were erased, the refusal counts still. */
@Injectable()
export class RefusedBefore {
  constructor(
    private readonly refusals: ErasedRefusalsRepository,
    private readonly consents: ConsentsRepository,
    private readonly recordConsent: RecordConsent,
  ) {}

  /** @param contacts that this transaction has made @returns the ids of those who had refused */
  async mark(tx: Transaction, contacts: readonly NewContact[]): Promise<Set<string>> {
    const marked = new Set<string>();
    if (contacts.length === 0) return marked;
    const times = await this.refusals.refusedAt(
      tx,
      contacts.map(({ phone, userId }) => ({ phones: phone ? [phone] : [], userIds: userId ? [userId] : [] })),
    );
    for (const [position, { id }] of contacts.entries()) {
      const at = times[position];
      if (at === undefined) continue;
      marked.add(id);
      const refusal = { contactId: id, state: 'denied', source: BY_MEMORY, at } as const;
      const contact = await this.consents.settle(tx, refusal);
      if (contact) await this.recordConsent.keep(tx, refusal, contact);
    }
    return marked;
  }
}
