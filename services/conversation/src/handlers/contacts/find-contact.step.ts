import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { v7 } from 'uuid';
import type { SeenContact } from '../../domain/contacts/identity.js';
import { ContactsRepository } from '../../persistence/contacts/contacts.repository.js';
import { RefusedBefore } from '../consent/refused-before.step.js';
import { SettleSpelling } from './settle-spelling.step.js';

/** Whom something that WhatsApp says is about. */
@Injectable()
export class FindContact {
  constructor(
    private readonly contacts: ContactsRepository,
    private readonly settleSpelling: SettleSpelling,
    private readonly refusedBefore: RefusedBefore,
  ) {}

  /** @returns the id of the contact, who is put into the book if need be */
  async orAdd(tx: Transaction, seen: SeenContact): Promise<string> {
    const [known] = await this.contacts.findByIdentity(tx, await this.settleSpelling.execute(tx, seen));
    if (known) return known.id;
    const id = v7();
    const { phone = null, userId = null } = seen;
    await this.contacts.insert(tx, { id, phone, userId, parentUserId: null, name: null, username: null });
    await this.refusedBefore.mark(tx, [{ id, phone, userId }]);
    return id;
  }
}
