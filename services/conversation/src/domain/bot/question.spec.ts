import { composeQuestion, lastBurstFrom, type Turn } from './question.js';

const turn = (seq: number, author: Turn['author'], text: string | null, type = 'text'): Turn => ({
  seq,
  author,
  type,
  text,
  wamid: `wamid.${seq}`,
  at: '2026-11-20T09:00:00.000Z',
});

describe('the last burst of a customer', () => {
  it.each<[string, Turn[], number | undefined]>([
    ['waits', [turn(1, 'customer', 'Hello'), turn(2, 'bot', 'Hi!'), turn(3, 'customer', 'Open?'), turn(4, 'customer', 'Today?')], 3],
    ['is answered', [turn(1, 'customer', 'Open?'), turn(2, 'customer', 'Today?'), turn(3, 'agent', 'One moment')], 1],
    ['is not ended by the system', [turn(1, 'customer', 'A person'), turn(2, 'system', 'One moment'), turn(3, 'customer', 'Hello?')], 1],
    ['is none', [turn(1, 'agent', 'Hello'), turn(2, 'system', 'Welcome')], undefined],
  ])('%s', (_, turns, from) => expect(lastBurstFrom(turns)).toBe(from));
});

describe('composing a question', () => {
  it('joins what the customer wrote since the last answer, and puts what went before into the history', () => {
    const turns = [turn(1, 'customer', 'Hello'), turn(2, 'bot', 'Hi!'), turn(3, 'customer', 'Are you open'), turn(4, 'customer', 'today?')];
    expect(composeQuestion(turns, 3, null)).toEqual({
      question: 'Are you open\ntoday?',
      wamid: 'wamid.4',
      history: [
        { author: 'customer', text: 'Hello' },
        { author: 'bot', text: 'Hi!' },
      ],
    });
  });
  it('does not ask again what a person has dealt with', () => {
    const turns = [turn(1, 'customer', 'A person please'), turn(2, 'system', 'One moment'), turn(3, 'customer', 'And the price?')];
    expect(composeQuestion(turns, 3, null)?.question).toBe('And the price?');
  });
  it('names what has no words by its type', () =>
    expect(composeQuestion([turn(1, 'customer', null, 'image')], 1, null)?.question).toBe('[image]'));
  it('says what of it has to be looked at or listened to, of what is asked alone', () => {
    const pin = turn(3, 'customer', 'Frame Street 10, Lima', 'location');
    expect(composeQuestion([turn(1, 'customer', 'look', 'image'), turn(2, 'bot', 'Hi!'), pin], 3, null)?.unseen).toBe('location');
    expect(composeQuestion([pin, turn(4, 'customer', 'here?')], 3, null)?.unseen).toBe('location');
    for (const type of ['text', 'interactive', 'button', 'sticker', 'request_welcome']) {
      expect(composeQuestion([turn(1, 'customer', 'look', 'image'), turn(2, 'customer', 'Hello', type)], 2, null)).not.toHaveProperty(
        'unseen',
      );
    }
  });
  it('asks nothing when no message waits', () => {
    expect(composeQuestion([turn(1, 'customer', 'Hello'), turn(2, 'bot', 'Hi!')], 3, null)).toBeUndefined();
    expect(composeQuestion([], 1, null)).toBeUndefined();
  });
  it('carries the newest 8,000 characters of a long question, and the beginning of long turns and names', () => {
    const turns = [
      turn(1, 'bot', `b${'x'.repeat(5_000)}`),
      turn(2, 'customer', `😀${'y'.repeat(5_000)}`),
      turn(3, 'customer', '😀'.repeat(2_500)),
    ];
    const composed = composeQuestion(turns, 2, 'n'.repeat(5_000))!;
    expect(composed.question).toBe(`${'y'.repeat(2_999)}\n${'😀'.repeat(2_500)}`);
    expect(composed.history).toEqual([{ author: 'bot', text: `b${'x'.repeat(999)}` }]);
    expect(composed.customerName).toHaveLength(200);
  });
  it('never cuts a character in half', () => {
    const composed = composeQuestion([turn(1, 'bot', `b${'😀'.repeat(999)}`), turn(2, 'customer', `${'😀'.repeat(4_500)}y`)], 2, null)!;
    expect(composed.question).toBe(`${'😀'.repeat(3_999)}y`);
    expect(composed.history[0]!.text).toBe(`b${'😀'.repeat(499)}`);
  });
  it('keeps the ten newest turns of the history', () => {
    const turns = Array.from({ length: 20 }, (_, i) => turn(i + 1, i % 2 ? 'bot' : 'customer', `${i + 1}`));
    expect(composeQuestion([...turns, turn(21, 'customer', 'now')], 21, null)?.history.map((entry) => entry.text)).toEqual(
      turns.slice(10).map((entry) => entry.text),
    );
  });
});
