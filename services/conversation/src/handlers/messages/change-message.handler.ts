import { Injectable } from '@nestjs/common';
import type { EventOf, messageReceived } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { Inbox } from '#messaging';
import { normalizeSeen } from '../../domain/contacts/identity.js';
import type { MessageChange } from '../../domain/threads/message-change.js';
import { ChangesRepository, type ChangeableMessage } from '../../persistence/messages/changes.repository.js';
import { SearchRepository } from '../../persistence/search/search.repository.js';
import { AskAgain } from '../bot/ask-again.step.js';
import { HeedEdit } from '../consent/heed-edit.step.js';
import { LiveLog } from '../live/live-log.step.js';
import { ForgetWords } from '../search/forget-words.step.js';
import { ApplyChanges } from './apply-changes.step.js';

/**
 * A customer edited a message, or took it back. The message is changed where it stands; where it has not come yet, the change waits for
 * it (`pending_changes`).
 */
@Injectable()
export class ChangeMessageHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly changes: ChangesRepository,
    private readonly applyChanges: ApplyChanges,
    private readonly heedEdit: HeedEdit,
    private readonly askAgain: AskAgain,
    private readonly search: SearchRepository,
    private readonly words: ForgetWords,
    private readonly live: LiveLog,
  ) {}

  async execute(event: EventOf<typeof messageReceived>, change: MessageChange): Promise<void> {
    await this.database.forTenant(event.tenantId, async (tx) => {
      if (!(await this.inbox.claim(tx, event))) return;
      const { phoneNumberId, message } = event.data;
      const target = (await this.#target(tx, phoneNumberId, change)) ?? (await this.#lastLook(tx, phoneNumberId, change));
      if (target) await this.#change(tx, target, change, message.standby !== true);
      else await this.changes.park(tx, { ...change, eventId: event.id, phoneNumberId }, normalizeSeen(message.from) ?? {});
    });
  }

  /** @throws while the conversation is being merged into another one again and again */
  async #target(tx: Transaction, phoneNumberId: string, { targetWamid }: MessageChange): Promise<ChangeableMessage | undefined> {
    for (let looks = 0; looks < 3; looks++) {
      const conversationId = await this.changes.conversationOf(tx, phoneNumberId, targetWamid);
      if (!conversationId) return undefined;
      const target = await this.changes.lockTarget(tx, conversationId, phoneNumberId, targetWamid);
      if (target) return target;
    }
    throw new Error('the message keeps moving from one conversation to another');
  }

  /** Nobody records messages meanwhile: what is not there now will find the change. */
  async #lastLook(tx: Transaction, phoneNumberId: string, change: MessageChange): Promise<ChangeableMessage | undefined> {
    await this.changes.hold(tx, 'alone');
    return this.#target(tx, phoneNumberId, change);
  }

  async #change(tx: Transaction, target: ChangeableMessage, change: MessageChange, asksAgain: boolean): Promise<void> {
    const { id, conversationId, outletId, seq } = target;
    await this.search.hold(tx);
    const changed = await this.applyChanges.execute(tx, target, [change]);
    if (!changed) return;
    await this.words.replace(tx, outletId, { id, text: target.text }, changed.text);
    if (changed.text !== target.text) {
      // Words about promotions ask the bot nothing.
      const isHeeded = await this.heedEdit.execute(tx, { ...changed, id, conversationId, outletId, seq }, change.at, new Date());
      if (!isHeeded && asksAgain) await this.askAgain.execute(tx, conversationId, seq);
    }
    this.live.append(tx, { outletId, conversationId, kind: 'status', refId: id });
    this.live.append(tx, { outletId, conversationId, kind: 'conversation' });
  }
}
