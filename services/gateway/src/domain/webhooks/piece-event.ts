import { accountChanged, MAX_MESSAGE_BYTES, messageReceived, statusReceived, type EventDefinition } from '#contracts';
import type { AccountItem, MessageItem, StatusItem } from '#whatsapp';
import type { Piece, Reason } from './pieces.js';
import type { Addressee } from './routing.js';

/** An event may contain the text of its piece twice, and escapes may double it: below this size no event is too large. */
const SURELY_SMALL_BYTES = MAX_MESSAGE_BYTES / 8;

export interface PieceEvent {
  event: EventDefinition;
  data: unknown;
}

/** The event of a piece. Not validated: the outbox refuses what does not fit its schema. */
export function eventOf(piece: Piece, to: Addressee): PieceEvent {
  switch (piece.kind) {
    case 'message':
      return { event: messageReceived, data: messageData(piece.item as MessageItem, to) };
    case 'status':
      return { event: statusReceived, data: statusData(piece.item as StatusItem, to) };
    default:
      return { event: accountChanged, data: accountData(piece.item as AccountItem, to) };
  }
}

/** The subject of the event for a kind of items. */
export function subjectOf(kind: Piece['kind']): string {
  if (kind === 'message') return messageReceived.subject;
  return kind === 'status' ? statusReceived.subject : accountChanged.subject;
}

/** @param bodyBytes size of the piece's body: pieces of small bodies need no measuring */
export function tooLarge(data: unknown, bodyBytes: number): Reason | undefined {
  if (bodyBytes < SURELY_SMALL_BYTES) return undefined;
  const bytes = Buffer.byteLength(JSON.stringify(data));
  if (bytes <= MAX_MESSAGE_BYTES) return undefined;
  return { code: 'too_large', detail: `the event would have ${bytes} bytes; ${MAX_MESSAGE_BYTES} can be carried` };
}

function messageData({ message, standby, phoneNumberId, raw }: MessageItem, { outletId }: Addressee): unknown {
  const { phone, waId, userId, parentUserId, name, username } = message.from;
  return {
    outletId,
    phoneNumberId,
    message: {
      wamid: message.wamid,
      type: message.type,
      timestamp: message.timestamp.toISOString(),
      from: { phone, waId, userId, parentUserId, name, username },
      text: message.text,
      contextWamid: message.contextWamid,
      standby,
      raw,
    },
  };
}

function statusData({ status, phoneNumberId }: StatusItem, { outletId }: Addressee): unknown {
  const { phone, userId, participantId } = status.recipient;
  return {
    outletId,
    phoneNumberId,
    status: {
      wamid: status.wamid,
      status: status.status,
      timestamp: status.timestamp.toISOString(),
      recipient: { phone, userId, participantId },
      callbackData: status.callbackData,
      pricing: status.pricing,
      // The status of a message matters more than an error without a code, on which nobody can act.
      errors: status.errors.filter((error) => error.code !== undefined),
    },
  };
}

function accountData({ wabaId, field, event, value, timestamp }: AccountItem, to: Addressee): unknown {
  const at = timestamp?.toISOString();
  return { wabaId: wabaId ?? to.wabaId, outletId: to.outletId, field, event, value: value ?? null, ...(at ? { at } : {}) };
}
