import { messageCancelled, messageRecorded, orderChanged, type EventOf } from '#contracts';
import { v7 } from 'uuid';
import { ofCancelled, ofMessage, ofOrder } from './told.js';

const first = (id: string): EventOf<typeof messageRecorded> =>
  ({
    id,
    occurredAt: '2026-11-20T09:00:00.000Z',
    data: { ...messageRecorded.example, message: { ...messageRecorded.example.message, seq: 1 } },
  }) as EventOf<typeof messageRecorded>;

describe('the first message of a conversation', () => {
  it.each([v7(), '0198c0de-0000-7000-8000-00000000000f', '0198c0de-0000-7000-8000-100000000000'])(
    'tells of the conversation before it tells of the message, also by the order of the ids: %s',
    (id) => {
      const told = ofMessage(first(id));
      expect(told.map(({ type }) => type)).toEqual(['conversation.updated', expect.stringMatching(/^message\./)]);
      expect(told[0]!.id < told[1]!.id).toBe(true);
      expect(told[0]!.id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(ofMessage(first(id))).toEqual(told);
    },
  );
});

describe('a message that was cancelled', () => {
  it('is told as a status, in the order of its conversation, or by itself where it stands in none', () => {
    const { example } = messageCancelled;
    const event = (data: object) =>
      ({ id: v7(), occurredAt: example.at, data: { ...example, ...data } }) as EventOf<typeof messageCancelled>;
    const [alone] = ofCancelled(event({}));
    expect(alone).toMatchObject({ type: 'message.status', lane: example.messageId });
    expect(JSON.parse(alone!.body).data).toEqual({
      messageId: example.messageId,
      outletId: example.outletId,
      status: 'cancelled',
      errors: [],
      at: example.at,
    });
    const conversationId = v7();
    expect(ofCancelled(event({ conversationId }))).toMatchObject([{ lane: conversationId }]);
  });
});

describe('an order', () => {
  it('is told when it is made and when it moves, with nothing that names its customer but the contact', () => {
    const { previousStatus, ...made } = orderChanged.example;
    const event = (data: object) => ({ id: v7(), occurredAt: made.at, data }) as EventOf<typeof orderChanged>;
    const [created, updated] = [...ofOrder(event({ ...made, milestones: ['created'] })), ...ofOrder(event({ ...made, previousStatus }))];
    expect(created).toMatchObject({ type: 'order.created', lane: made.orderId, contactId: made.contactId });
    expect(updated).toMatchObject({ type: 'order.updated', lane: made.orderId });
    expect(JSON.parse(created!.body).data).toEqual(made);
    expect(JSON.parse(updated!.body).data).toEqual({ ...made, previousStatus });
  });
});
