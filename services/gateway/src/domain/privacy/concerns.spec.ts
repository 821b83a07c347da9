import { messageReceived, messageSubmitted, sendRequested, statusReceived } from '#contracts';
import { concerns } from './concerns.js';

const ANA = { phones: ['16505551234'], userIds: [], conversationIds: ['0198c0de-0000-7000-8000-000000000010'] };
const NOBODY = { phones: [], userIds: [], conversationIds: [] };
const envelope = (data: unknown): string => JSON.stringify({ data });

describe('an event', () => {
  it.each([messageReceived, statusReceived, messageSubmitted, sendRequested].map((event) => [event.name, event] as const))(
    '%s is of the customer whom it names',
    (_, event) => {
      expect(concerns(envelope(event.example), ANA)).toBe(true);
      expect(concerns(envelope(event.example), NOBODY)).toBe(false);
    },
  );

  it('of a group is theirs where it may hold what they said, or names them as a participant', () => {
    const group = '0198c0de-0000-7000-8000-0000000000aa';
    const theirs = { ...NOBODY, phones: ['15550001'], groupConversationIds: [group] };
    const said = { conversationId: group, message: { author: 'customer', text: 'hello' } };
    expect(concerns(envelope(said), theirs)).toBe(true);
    expect(concerns(envelope({ conversationId: group, question: 'hello' }), theirs)).toBe(true);
    expect(concerns(envelope({ conversationId: group, message: { author: 'agent', text: 'hello' } }), theirs)).toBe(false);
    expect(concerns(envelope({ conversationId: group, status: 'sent' }), theirs)).toBe(false);
    const status = (participantId: string): string => envelope({ status: { recipient: { participantId } } });
    expect([concerns(status('15550001'), theirs), concerns(status('15550002'), theirs)]).toEqual([true, false]);
  });

  it('is not of somebody whose number another customer writes about, and a broken one is of nobody', () => {
    const message = { ...messageReceived.example.message, from: { phone: '1' }, text: '16505551234' };
    expect(concerns(envelope({ ...messageReceived.example, message }), ANA)).toBe(false);
    expect(concerns('16505551234', ANA)).toBe(false);
  });
});
