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

  it('is not of somebody whose number another customer writes about, and a broken one is of nobody', () => {
    const message = { ...messageReceived.example.message, from: { phone: '1' }, text: '16505551234' };
    expect(concerns(envelope({ ...messageReceived.example, message }), ANA)).toBe(false);
    expect(concerns('16505551234', ANA)).toBe(false);
  });
});
