import { orderAnswersOf } from '#contracts';
import { effectOf, spoken } from './inbound-message.js';

describe('what an inbound message sets off', () => {
  const now = new Date('2026-11-20T09:00:00.000Z');
  const at = (timestamp: string, type = 'text') => effectOf({ type, timestamp }, now);

  it('asks the bot for anything that a customer says, of a known type or not', () => {
    for (const type of ['text', 'image', 'audio', 'unsupported', 'request_welcome', 'something-new']) {
      expect(at('2026-11-20T08:59:59.000Z', type)).toEqual({ isTurn: true, opensWindow: true, asksForReply: true });
    }
  });
  it('asks nothing for reactions, system messages, edits and revocations', () => {
    for (const type of ['reaction', 'system', 'edit', 'revoke']) {
      expect(at('2026-11-20T08:59:59.000Z', type)).toEqual({ isTurn: false, opensWindow: false, asksForReply: false });
    }
  });
  it('asks nothing for a webhook that is 24 hours late', () => {
    expect(at('2026-11-19T09:00:00.000Z')).toEqual({ isTurn: true, opensWindow: true, asksForReply: false });
    expect(at('2026-11-19T09:00:01.000Z')).toEqual({ isTurn: true, opensWindow: true, asksForReply: true });
  });
  it('asks nothing for a message that another agent is to answer', () => {
    const raw = { interactive: { type: 'button_reply', button_reply: { id: orderAnswersOf('0198c0de-0000-7000-8000-0000000000e1')[0] } } };
    const answer = effectOf({ type: 'interactive', timestamp: '2026-11-20T08:59:59.000Z', raw }, now);
    expect(answer).toEqual({ isTurn: false, opensWindow: true, asksForReply: false });
    const standby = effectOf({ type: 'text', timestamp: '2026-11-20T08:59:59.000Z', standby: true }, now);
    expect(standby).toEqual({ isTurn: true, opensWindow: true, asksForReply: false });
  });
  it('shows a message without words by its type', () => {
    expect(spoken({ type: 'image' })).toBe('[image]');
    expect(spoken({ type: 'image', text: 'my cat' })).toBe('my cat');
  });
});
