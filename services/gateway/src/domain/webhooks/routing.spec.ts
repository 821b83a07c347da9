import { webhookBuilder as build } from '#whatsapp';
import { accountChanged, messageReceived, statusReceived } from '#contracts';
import { eventOf, tooLarge } from './piece-event.js';
import { piecesOf, type Piece } from './pieces.js';
import { addresseeOf, namesOf, type Directory } from './routing.js';

const RECEIVED = '2026-11-20T12:00:00.000Z';
const A = '0198c0de-0000-7000-8000-00000000000a';
const B = '0198c0de-0000-7000-8000-00000000000b';
const LATER = '2026-11-20T12:00:00.001Z';
const OWNER = { tenantId: A, outletId: '0198c0de-0000-7000-8000-0000000000a1', wabaId: 'w1', since: RECEIVED };
const number = { wabaId: 'w1', phoneNumberId: 'p1' };
const directory: Directory = {
  numbers: new Map([
    ['p1', OWNER],
    ['late', { ...OWNER, since: LATER }],
  ]),
  accounts: new Map([
    ['w1', new Map([[A, RECEIVED]])],
    [
      'shared',
      new Map([
        [A, RECEIVED],
        [B, RECEIVED],
      ]),
    ],
    [
      'handed-on',
      new Map([
        [A, RECEIVED],
        [B, LATER],
      ]),
    ],
    ['late', new Map([[A, LATER]])],
  ]),
};
const pieces = (body: unknown): Piece[] => piecesOf(Buffer.from(JSON.stringify(body)), RECEIVED);
const routed = (piece: Piece): { subject: string; data: unknown } => {
  const found = addresseeOf(piece, directory, RECEIVED);
  if ('reason' in found) throw new Error(found.reason.detail);
  const { event, data } = eventOf(piece, found.to);
  return { subject: event.subject, data: event.data.parse(data) };
};

describe('a webhook body', () => {
  it.each([
    ['', 'unparseable'],
    ['not json', 'unparseable'],
    ['{"entry":', 'unparseable'],
    ['[]', 'not_an_object'],
    ['{}', 'entry_not_array'],
  ])('%p is one piece with the problem %s', (text, code) => {
    const found = piecesOf(Buffer.from(text), RECEIVED);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ index: 0, problem: { code } });
  });

  it('becomes the events that its consumers expect', () => {
    const body = build.webhookBody(
      build.messagesEntry(number, {
        messages: [build.textMessage({ wamid: 'wamid.1', from: '16505551234', name: 'Ana', body: 'Hello', at: new Date(RECEIVED) })],
        statuses: [
          build.statusUpdate({ wamid: 'wamid.2', status: 'failed', recipientId: '1650', callbackData: 'm1', errors: [{ code: 131047 }] }),
        ],
      }),
      build.accountEntry('w1', 'message_template_status_update', { event: 'APPROVED', message_template_id: 1 }),
    );
    const [message, status, account] = pieces(body).map(routed);
    expect(message).toEqual({
      subject: messageReceived.subject,
      data: {
        outletId: OWNER.outletId,
        phoneNumberId: 'p1',
        message: {
          wamid: 'wamid.1',
          type: 'text',
          timestamp: RECEIVED,
          from: { phone: '16505551234', name: 'Ana' },
          text: 'Hello',
          raw: { id: 'wamid.1', timestamp: '1795176000', type: 'text', text: { body: 'Hello' }, from: '16505551234' },
        },
      },
    });
    expect(status).toMatchObject({
      subject: statusReceived.subject,
      data: { outletId: OWNER.outletId, status: { wamid: 'wamid.2', status: 'failed', callbackData: 'm1', errors: [{ code: 131047 }] } },
    });
    expect(account).toEqual({
      subject: accountChanged.subject,
      data: {
        wabaId: 'w1',
        field: 'message_template_status_update',
        event: 'APPROVED',
        value: { event: 'APPROVED', message_template_id: 1 },
        // Meta's own clock: reports may come in any order.
        at: expect.stringMatching(/^\d{4}-.*Z$/),
      },
    });
  });

  it('says of a standby message that it is not to be answered', () => {
    const entry = build.messagesEntry(number, { messages: [build.textMessage({ wamid: 'w', from: '1', body: 'x' })], field: 'standby' });
    const message = pieces(build.webhookBody(entry)).find((piece) => piece.kind === 'message')!;
    expect(routed(message).data).toMatchObject({ message: { standby: true } });
  });

  it.each([
    ['a number that nobody has', { wabaId: 'w1', phoneNumberId: 'p2' }, 'unknown_phone_number'],
    ['no number', { wabaId: 'w1', phoneNumberId: '' }, 'unknown_phone_number'],
  ])('to %s is not routed by its account', (_, to, code) => {
    const [piece] = pieces(build.textWebhook(to, { wamid: 'w', from: '1', body: 'x' }));
    expect(addresseeOf(piece!, directory, RECEIVED)).toMatchObject({ reason: { code } });
  });

  it('about an account that nobody has, or several tenants have, is told to nobody', () => {
    const [unknown, shared] = pieces(
      build.webhookBody(build.accountEntry('w9', 'account_update', {}), build.accountEntry('shared', 'x', {})),
    );
    expect(addresseeOf(unknown!, directory, RECEIVED)).toMatchObject({ reason: { code: 'unknown_waba' } });
    expect(addresseeOf(shared!, directory, RECEIVED)).toMatchObject({ reason: { code: 'ambiguous_waba' } });
  });

  it('that arrived before its number or account had an owner is nobody’s, unless it was found to be theirs before', () => {
    const [message, handedOn, late] = pieces(
      build.webhookBody(
        build.messagesEntry(
          { wabaId: 'w1', phoneNumberId: 'late' },
          { messages: [build.textMessage({ wamid: 'w', from: '1', body: 'x' })] },
        ),
        build.accountEntry('handed-on', 'x', {}),
        build.accountEntry('late', 'x', {}),
      ),
    );
    expect(addresseeOf(message!, directory, RECEIVED)).toMatchObject({ reason: { code: 'not_connected_then' } });
    expect(addresseeOf(message!, directory, LATER)).toMatchObject({ to: { tenantId: A } });
    expect(addresseeOf(message!, directory, RECEIVED, A)).toMatchObject({ to: { tenantId: A } });
    expect(addresseeOf(message!, directory, RECEIVED, B)).toMatchObject({ reason: { code: 'not_connected_then' } });
    expect(addresseeOf(handedOn!, directory, RECEIVED)).toMatchObject({ to: { tenantId: A } });
    expect(addresseeOf(handedOn!, directory, LATER)).toMatchObject({ reason: { code: 'ambiguous_waba' } });
    expect(addresseeOf(late!, directory, RECEIVED)).toMatchObject({ reason: { code: 'not_connected_then' } });
    expect(addresseeOf(late!, directory, LATER)).toMatchObject({ to: { tenantId: A } });
  });

  it('asks for each number once, and for accounts only of account changes', () => {
    const entry = build.messagesEntry(number, { messages: ['1', '2'].map((wamid) => build.textMessage({ wamid, from: '1', body: 'x' })) });
    expect(namesOf(pieces(build.webhookBody(entry, build.accountEntry('w9', 'x', {}))))).toEqual({
      phoneNumberIds: ['p1'],
      wabaIds: ['w9'],
    });
  });

  it('is too large for the wire above 900 KiB, measured only where it could be', () => {
    expect(tooLarge({ value: 'x'.repeat(1_000_000) }, 1_000_000)).toMatchObject({ code: 'too_large' });
    expect(tooLarge({ value: 'x'.repeat(100_000) }, 100_000)).toBeUndefined();
  });
});
