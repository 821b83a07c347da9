import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { changedBy, type MessageChange } from '../../domain/threads/message-change.js';
import { ChangesRepository, type ChangeableMessage } from '../../persistence/messages/changes.repository.js';

/** Changes of one message, whose conversation this transaction has locked; a part of the transaction that records them. */
@Injectable()
export class ApplyChanges {
  constructor(private readonly changes: ChangesRepository) {}

  /** @returns the message as it is now; undefined where the changes are no news */
  async execute(tx: Transaction, message: ChangeableMessage, changes: readonly MessageChange[]): Promise<ChangeableMessage | undefined> {
    const after = changedBy(message, changes);
    if (!after) return undefined;
    await this.changes.save(tx, after);
    return after;
  }
}
