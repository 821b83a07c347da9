import type { Message } from '../data/contract';
import { goldenStart } from './golden-start';

const AT = Date.parse('2026-11-20T09:00:00.000Z');
let id = 0;
const said = (direction: 'inbound' | 'outbound', text: string | undefined, minute: number, more: Partial<Message> = {}): Message =>
  ({ id: `m${++id}`, direction, text, at: new Date(AT + minute * 60_000).toISOString(), type: 'text', ...more }) as Message;

describe('what a golden question made in the inbox begins with', () => {
  it('is the question, what the customer wrote before it, and the sentences that answered it', () => {
    const asked = said('inbound', 'And how *long* does it take?', 3);
    const thread = [
      said('inbound', 'I bought a lamp last year', -200),
      said('inbound', 'Do you ship to Spain?', 0),
      said('outbound', 'Yes, we do.', 1),
      said('inbound', 'Great', 2),
      asked,
      said('outbound', 'It takes 3 days.\nTracking is included. Bye!', 4),
      said('outbound', 'Tracking is included.', 5),
      said('inbound', 'Thanks', 6),
      said('outbound', 'You are welcome.', 7),
    ];
    expect(goldenStart(thread, asked)).toEqual({
      question: 'And how long does it take?',
      earlier: ['Do you ship to Spain?', 'Great'],
      offered: ['It takes 3 days.', 'Tracking is included.', 'Bye!'],
    });
  });

  it('offers nothing where nobody answered, and is nothing for messages without words, deleted ones and our own', () => {
    const asked = said('inbound', 'Are you open?', 0);
    expect(goldenStart([asked], asked)).toEqual({ question: 'Are you open?', earlier: [], offered: [] });
    for (const none of [said('inbound', undefined, 1), said('inbound', '👍', 1), said('outbound', 'Yes', 1)])
      expect(goldenStart([none], none)).toBeUndefined();
    const deleted = said('inbound', 'Gone', 1, { deletedAt: '2026-11-20T09:05:00.000Z' });
    expect(goldenStart([deleted], deleted)).toBeUndefined();
  });

  it('takes at most three messages before it, and what was deleted is not taken', () => {
    const asked = said('inbound', 'And blue ones?', 9);
    const before = [1, 2, 3, 4].map((each) => said('inbound', `Message ${each}`, each));
    const gone = said('inbound', 'Secret', 5, { deletedAt: '2026-11-20T09:06:00.000Z' });
    expect(goldenStart([...before, gone, asked], asked)?.earlier).toEqual(['Message 2', 'Message 3', 'Message 4']);
  });
});
