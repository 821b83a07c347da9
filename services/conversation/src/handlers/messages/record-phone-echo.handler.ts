import { Injectable } from '@nestjs/common';
import type { accountChanged, EventOf } from '#contracts';
import { TenantDatabase } from '#database';
import { v7 } from 'uuid';
import { normalizeSeen } from '../../domain/contacts/identity.js';
import { isOfNow, phoneEchoOf } from '../../domain/messages/phone-echo.js';
import { BY_SYSTEM } from '../../domain/activities/activity.js';
import { PHONE_APP } from '../../domain/threads/conversation.js';
import { storableJson, storableText } from '../../domain/threads/stored-content.js';
import { EchoesRepository } from '../../persistence/messages/echoes.repository.js';
import { ConversationsRepository } from '../../persistence/threads/conversations.repository.js';
import { ChangeOfHands } from '../ownership/change-of-hands.step.js';
import { Said } from '../threads/said.step.js';
import { FindPlaces } from './find-places.step.js';

/** Somebody answered on the phone app: it stands in the conversation, and the bot is silent there until it is closed or handed back. */
@Injectable()
export class RecordPhoneEchoHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly places: FindPlaces,
    private readonly conversations: ConversationsRepository,
    private readonly echoes: EchoesRepository,
    private readonly hands: ChangeOfHands,
    private readonly said: Said,
  ) {}

  async execute({ id: eventId, tenantId, traceId, occurredAt, data }: EventOf<typeof accountChanged>): Promise<void> {
    const echo = phoneEchoOf(data, occurredAt);
    const { outletId } = data;
    const seen = echo && normalizeSeen(echo.to);
    if (!echo || !outletId || !seen) return;
    const at = echo.timestamp.toISOString();
    const now = new Date();
    await this.database.together(tenantId, async (tx) => {
      const placed = await this.places.ofOne(tx, { eventId, outletId, seen, newContactId: v7(), at });
      if (!placed) return;
      const { conversationId, contactId } = placed.place;
      const conversation = await this.conversations.lock(tx, conversationId);
      if (!conversation) throw new Error('the conversation is placed and yet not there');
      const [id, type, text, wamid] = [v7(), storableText(echo.type), echo.text && storableText(echo.text), storableText(echo.wamid)];
      const seq = await this.echoes.append(tx, { id, conversationId, wamid, type, text, content: storableJson(data.value), at });
      if (seq === undefined) return;
      const message = {
        id,
        seq,
        direction: 'outbound',
        author: 'agent',
        type,
        ...(text ? { text } : {}),
        status: 'sent',
        wamid,
        at,
      } as const;
      this.said.append(tx, { conversationId, outletId, contactId, message, traceId });
      if (!isOfNow(at, conversation.closedAt, now)) return;
      await this.hands.apply(tx, { ...conversation, nextSeq: seq + 1 }, { kind: 'write-on-phone' }, PHONE_APP, BY_SYSTEM);
    });
  }
}
