import fc from 'fast-check';
import { metaSerialize, signBody, verifySignature } from '#whatsapp';
import { accountEntry, inboundMessage, messagesEntry, statusUpdate, textMessage, webhookBody } from '#whatsapp/testing/builders.js';
import { damaged, fuzz, hostileJson, hostileText } from '../../../libs/testing/fuzz/fuzz.js';
import { piecesOf, type Piece } from '../src/domain/webhooks/pieces.js';
import { piecesOfCustomer, redactBody } from '../src/domain/webhooks/redact-body.js';

const NUMBER = { wabaId: '102290129340398', phoneNumberId: '106540352242922' };
const CUSTOMER = { phones: ['16505551234'], userIds: ['US.1'] };
const AT = '2026-01-02T03:04:05.000Z';
const sent = { wamid: 'wamid.a', from: '16505551234', userId: 'US.1', name: 'Ana', at: new Date(AT) };

const SAMPLES = [
  webhookBody(
    messagesEntry(NUMBER, {
      messages: [textMessage({ ...sent, body: 'Hello' }), inboundMessage({ ...sent, wamid: 'wamid.b' }, 'image', { id: '1' })],
    }),
  ),
  webhookBody(
    messagesEntry(NUMBER, {
      statuses: [statusUpdate({ wamid: 'wamid.c', status: 'failed', recipientId: '16505551234', errors: [{ code: 131026 }], at: sent.at })],
    }),
  ),
  webhookBody(accountEntry(NUMBER.wabaId, 'account_update', { event: 'DISABLED_UPDATE', phone_number: '16505551234' }, sent.at)),
  webhookBody(
    messagesEntry(NUMBER, { messages: [textMessage({ ...sent, body: 'é😀' })], field: 'standby' }),
    messagesEntry(NUMBER, {
      messages: [inboundMessage(sent, 'interactive', { type: 'button_reply', button_reply: { id: '1', title: 'Yes' } })],
    }),
  ),
].map((body) => Buffer.from(metaSerialize(body)));

/** What of a body must not be lost: each message and each status of each change of the field `messages`. */
function updatesIn(body: unknown): number {
  const list = (value: unknown): any[] => (Array.isArray(value) ? value : []);
  const changes = list((body as any)?.entry).flatMap((entry) => list(entry?.changes));
  const values = changes.filter((change) => change?.field === 'messages').map((change) => change.value);
  return values.reduce((sum, value) => sum + list(value?.messages).length + list(value?.statuses).length, 0);
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function requireWhole(body: Buffer, pieces: readonly Piece[]): void {
  expect(pieces.length).toBeGreaterThanOrEqual(updatesIn(parsed(body)));
  expect(pieces.map(({ index }) => index)).toEqual(pieces.map((_, index) => index));
  for (const piece of pieces) expect(piece.problem !== undefined || piece.item !== undefined).toBe(true);
}

describe('a webhook body, whatever it holds', () => {
  const anyBody = fc.oneof(
    damaged(SAMPLES),
    hostileJson.map((json) => Buffer.from(JSON.stringify(json) ?? 'undefined')),
    hostileJson.map((value) => Buffer.from(JSON.stringify({ entry: [{ id: '1', changes: [{ field: 'messages', value }] }] }))),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  );

  fuzz('is taken apart without loss, and always in the same way', anyBody, (body) => {
    const pieces = piecesOf(body, AT);
    requireWhole(body, pieces);
    expect(piecesOf(body, AT)).toEqual(pieces);
  });

  fuzz('forgets a customer and keeps the number and the order of its pieces', anyBody, (body) => {
    const theirs = new Set(piecesOfCustomer(body, AT, CUSTOMER));
    if (theirs.size === 0) return;
    const redacted = redactBody(body, AT, CUSTOMER, theirs, new Set([NUMBER.phoneNumberId]));
    expect(piecesOf(redacted, AT)).toHaveLength(piecesOf(body, AT).length);
    expect(piecesOfCustomer(redacted, AT, CUSTOMER).filter((index) => theirs.has(index))).toEqual([]);
  });

  const SECRET = 'an app secret';
  fuzz('has one signature that is right, and no other', fc.tuple(anyBody, anyBody, hostileText), ([body, other, header]) => {
    const right = signBody(body, SECRET);
    expect(verifySignature(body, right, SECRET)).toBe(true);
    expect(verifySignature(other, right, SECRET)).toBe(other.equals(body));
    expect(verifySignature(body, header, SECRET)).toBe(false);
    expect(verifySignature(body, `${right}${header}`, SECRET)).toBe(header === '');
    expect(verifySignature(body, right, header)).toBe(header === SECRET);
  });
});
