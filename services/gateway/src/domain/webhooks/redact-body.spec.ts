import { webhookBuilder as build } from '#whatsapp';
import { piecesOf } from './pieces.js';
import { piecesOfCustomer, redactBody, redactPieces } from './redact-body.js';

const RECEIVED = '2026-11-20T12:00:00.000Z';
const ANA = { phones: ['16505551234'], userIds: ['US.1349'] };
const ours = { wabaId: 'w1', phoneNumberId: 'p1' };
const others = { wabaId: 'w2', phoneNumberId: 'p2' };
const bytes = (body: unknown): Buffer => Buffer.from(JSON.stringify(body));

const body = bytes(
  build.webhookBody(
    build.messagesEntry(ours, {
      messages: [
        build.textMessage({ wamid: 'wamid.1', from: '16505551234', name: 'Ana', body: 'my secret' }),
        build.textMessage({ wamid: 'wamid.2', from: '16505559999', name: 'Bea', body: 'call 16505551234' }),
      ],
      statuses: [
        build.statusUpdate({ wamid: 'wamid.3', status: 'read', recipientId: '16505551234', callbackData: 'm1' }),
        build.statusUpdate({ wamid: 'wamid.4', status: 'sent', recipientId: '16505559999', callbackData: 'm2' }),
      ],
    }),
    build.messagesEntry(others, {
      messages: [build.textMessage({ wamid: 'wamid.5', from: '16505551234', name: 'Ana', body: 'to another business' })],
    }),
    build.accountEntry('w1', 'user_preferences', {
      metadata: { phone_number_id: 'p1' },
      user_preferences: [
        { wa_id: '16505551234', detail: 'my secret', value: 'stop' },
        { wa_id: '16505559999', detail: 'hers' },
      ],
    }),
  ),
);

describe('a customer in a webhook body', () => {
  it('is found in what is from them, to them and about them', () => {
    const found = piecesOfCustomer(body, RECEIVED, ANA);
    expect(found).toEqual([0, 2, 4, 5]);
    expect(piecesOfCustomer(Buffer.from('not JSON 16505551234'), RECEIVED, ANA)).toEqual([]);
  });

  it('is taken out of exactly the pieces that are named; all others, their number and their order stay', () => {
    const redacted = redactBody(body, RECEIVED, ANA, new Set([0, 2, 5]), new Set(['p1']));
    const [before, after] = [piecesOf(body, RECEIVED), piecesOf(redacted, RECEIVED)];
    expect(after.map(({ index, kind }) => [index, kind])).toEqual(before.map(({ index, kind }) => [index, kind]));
    for (const index of [1, 3, 4]) expect(after[index]).toEqual(before[index]);
    for (const index of [0, 2]) expect(after[index]).toMatchObject({ raw: { erased: true }, problem: { code: expect.any(String) } });
    expect(JSON.stringify(after[5])).toContain('hers');
    const ourEntry = JSON.stringify([JSON.parse(redacted.toString()).entry[0], JSON.parse(redacted.toString()).entry[2]]);
    expect(ourEntry).not.toContain('my secret');
    expect(ourEntry).not.toContain('Ana');
    expect(ourEntry.replace('call 16505551234', '')).not.toContain('16505551234');
    expect(redacted.toString()).toContain('to another business');
  });

  it('keeps the name beside a message of theirs that is still on its way', () => {
    const redacted = redactBody(body, RECEIVED, ANA, new Set([2]), new Set(['p1']));
    expect(piecesOf(redacted, RECEIVED)[0]).toEqual(piecesOf(body, RECEIVED)[0]);
  });

  it('is found under a user id, and in what could not be read', () => {
    const messages = [
      { id: 'w', type: 'text', from_user_id: 'US.1349' },
      { from: '16505551234', text: { body: 'x' } },
    ];
    const odd = bytes({
      entry: [{ id: 'w1', changes: [{ field: 'messages', value: { metadata: { phone_number_id: 'p1' }, messages } }] }],
    });
    expect(piecesOfCustomer(odd, RECEIVED, ANA)).toEqual([0, 1]);
    const redacted = redactBody(odd, RECEIVED, ANA, new Set([0, 1]), new Set(['p1']));
    expect(redacted.toString()).not.toMatch(/16505551234|US\.1349/);
    expect(piecesOf(redacted, RECEIVED)).toHaveLength(2);
  });
});

describe('a company in a webhook body', () => {
  it('is taken out of its own pieces and of what stands beside them; pieces keep number and order', () => {
    const redacted = redactPieces(body, RECEIVED, new Set([0, 1, 2, 3, 5]), new Set(['p1']));
    const text = redacted.toString();
    for (const word of ['my secret', 'Bea', 'wamid.1', 'wamid.2', 'wamid.3', '16505559999', 'hers'])
      expect({ word, in: text.includes(word) }).toEqual({ word, in: false });
    const [before, after] = [piecesOf(body, RECEIVED), piecesOf(redacted, RECEIVED)];
    expect(after.map(({ index, kind }) => [index, kind])).toEqual(before.map(({ index, kind }) => [index, kind]));
    expect(after[4]).toEqual(before[4]);
  });

  it('has nothing in a body that is not JSON', () => {
    expect(redactPieces(Buffer.from('not JSON'), RECEIVED, new Set([0]), new Set())).toEqual(Buffer.from('not JSON'));
  });
});
