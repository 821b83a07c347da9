import { Injectable } from '@nestjs/common';
import type { accountChanged, EventOf } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Inbox } from '#messaging';
import { v7 } from 'uuid';
import type { SeenContact } from '../../domain/contacts/identity.js';
import { readGroupChanges, type GroupChange } from '../../domain/groups/group-change.js';
import { GroupsRepository } from '../../persistence/groups/groups.repository.js';
import { ReconcileContact } from '../contacts/reconcile-contact.step.js';
import { LiveLog } from '../live/live-log.step.js';

/** WhatsApp reports how a group is called, and who came and went: known before anybody writes, and shown where somebody has. */
@Injectable()
export class RecordGroupChangeHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly groups: GroupsRepository,
    private readonly reconcileContact: ReconcileContact,
    private readonly live: LiveLog,
  ) {}

  async execute(event: EventOf<typeof accountChanged>): Promise<void> {
    const changes = readGroupChanges(event.data, event.occurredAt);
    await this.database.forTenant(event.tenantId, async (tx) => {
      if (!(await this.inbox.claim(tx, event))) return;
      for (const change of changes) await this.#apply(tx, change);
    });
  }

  async #apply(tx: Transaction, { groupId, at, name, joined, left, isDeleted }: GroupChange): Promise<void> {
    const people = [...joined.map((seen) => ({ seen, isMember: true })), ...left.map((seen) => ({ seen, isMember: false }))];
    const seen: { contactId: string; isMember: boolean }[] = [];
    // In one order, so that two reports about the same people do not wait for each other.
    for (const person of people.sort((one, other) => (keyOf(one.seen) < keyOf(other.seen) ? -1 : 1))) {
      seen.push({ contactId: await this.reconcileContact.execute(tx, person.seen, { newId: v7() }), isMember: person.isMember });
    }
    const id = await this.groups.contactOf(tx, groupId, v7());
    if (name !== undefined) await this.groups.name(tx, id, name, at);
    for (const one of seen) await this.groups.see(tx, id, { ...one, at });
    if (isDeleted) await this.groups.empty(tx, id, at);
    for (const thread of await this.groups.threads(tx, id)) this.live.append(tx, { ...thread, kind: 'conversation' });
  }
}

const keyOf = ({ phone, userId }: SeenContact): string => phone ?? userId ?? '';
