import { pricedMessages, tallyMessages, tallyReplies } from './tally.js';

describe('counting', () => {
  it('sums messages by UTC day, in the order of the days', () => {
    expect(
      tallyMessages([
        { direction: 'outbound', at: '2026-11-21T00:00:00.000Z' },
        { direction: 'inbound', at: '2026-11-20T23:59:59.999Z' },
        { direction: 'inbound', at: '2026-11-20T00:00:00.000Z' },
      ]),
    ).toEqual([
      { day: '2026-11-20', messagesIn: 2, messagesOut: 0, aiReplies: 0, promptTokens: 0, completionTokens: 0 },
      { day: '2026-11-21', messagesIn: 0, messagesOut: 1, aiReplies: 0, promptTokens: 0, completionTokens: 0 },
    ]);
  });

  it('a handoff costs tokens and is no reply', () => {
    const at = '2026-11-20T09:00:00.000Z';
    expect(
      tallyReplies([
        { at, answered: true, promptTokens: 10, completionTokens: 2 },
        { at, answered: false, promptTokens: 5, completionTokens: 1 },
      ]),
    ).toMatchObject([{ aiReplies: 1, promptTokens: 15, completionTokens: 3 }]);
  });

  it('a message is priced once, whatever number of statuses say so', () => {
    const at = '2026-11-20T09:00:00.000Z';
    const pricing = { category: 'service', type: 'regular' };
    expect(
      pricedMessages([
        { messageId: 'b', at, pricing },
        { messageId: 'a', at },
        { messageId: 'b', at, pricing },
        { messageId: 'a', at, pricing: { category: 'utility' } },
      ]),
    ).toEqual([
      { messageId: 'a', category: 'utility', type: 'regular', day: '2026-11-20' },
      { messageId: 'b', category: 'service', type: 'regular', day: '2026-11-20' },
    ]);
  });
});
