import { inOrder, type LiveEntry } from './live-entry.js';

const message = (conversationId: string, seq: number): LiveEntry => ({
  outletId: 'o',
  conversationId,
  kind: 'message',
  refId: `m${seq}`,
  seq,
});
const conversation = (conversationId: string): LiveEntry => ({ outletId: 'o', conversationId, kind: 'conversation' });

describe('what people see live of one transaction', () => {
  it('shows the messages of a conversation in their order, and everything else in its place', () => {
    const told = [message('a', 3), conversation('a'), message('b', 9), message('a', 2), conversation('b'), message('a', 1)];
    expect(inOrder(told)).toEqual([
      message('a', 1),
      conversation('a'),
      message('b', 9),
      message('a', 2),
      conversation('b'),
      message('a', 3),
    ]);
  });
});
