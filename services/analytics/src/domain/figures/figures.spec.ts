import fc from 'fast-check';
import { countUp } from './counts.js';
import { ofMessage, ofOwnerChange, stagesOf, type RecordedMessage } from './occurrences.js';
import { overviewOf } from './overview.js';
import { newClock, runClock } from './response-clock.js';

const OUTLET = '0198c0de-0000-7000-8000-000000000001';
const message = (
  seq: number,
  direction: 'inbound' | 'outbound',
  at: string,
  author: RecordedMessage['author'] = 'bot',
): RecordedMessage => ({
  conversationId: 'c',
  outletId: OUTLET,
  seq,
  direction,
  author: direction === 'inbound' ? 'customer' : author,
  at: `2026-11-20T09:${at}Z`,
});

describe('counting', () => {
  it('sums by hour, outlet, metric and label, in the order of the keys', () => {
    const at = '2026-11-20T09:59:59.999Z';
    const counts = countUp([
      { at: '2026-11-20T10:00:00.000Z', outletId: OUTLET, metric: 'sent' },
      { at, outletId: OUTLET, metric: 'handoffs', label: 'b' },
      { at, outletId: OUTLET, metric: 'handoffs', label: 'a' },
      { at, outletId: OUTLET, metric: 'handoffs', label: 'a', value: 4 },
    ]);
    expect(counts.map(({ hour, label, value }) => [hour, label, value])).toEqual([
      ['2026-11-20T09:00:00.000Z', 'a', 5],
      ['2026-11-20T09:00:00.000Z', 'b', 1],
      ['2026-11-20T10:00:00.000Z', '', 1],
    ]);
  });

  it('an outbound message counts for its author, and a notice of the system for nobody', () => {
    expect(ofMessage(message(1, 'outbound', '00:00.000', 'agent')).map(({ metric }) => metric)).toEqual(['messagesOut', 'messagesAgent']);
    expect(ofMessage(message(1, 'outbound', '00:00.000', 'system')).map(({ metric }) => metric)).toEqual(['messagesOut']);
    expect(ofMessage(message(1, 'inbound', '00:00.000')).map(({ metric }) => metric)).toEqual(['messagesIn']);
  });

  it.each([
    ['a handoff', { state: 'pending', owner: 'none', previousOwner: 'bot' }, [{ metric: 'handoffs', label: 'no_answer' }]],
    ['a take-over', { state: 'open', owner: 'agent', previousOwner: 'bot' }, [{ metric: 'handoffs', label: 'no_answer' }]],
    ['a group in which the bot does not speak', { state: 'pending', owner: 'none', previousOwner: 'bot', reason: 'group' }, []],
    ['an assignment', { state: 'open', owner: 'agent', previousOwner: 'none' }, []],
    ['a release', { state: 'open', owner: 'bot', previousOwner: 'agent' }, []],
    ['a closing', { state: 'closed', owner: 'none', previousOwner: 'bot' }, [{ metric: 'conversationsClosed' }]],
  ])('%s is counted as one', (_, change, expected) => {
    expect(ofOwnerChange({ at: '2026-11-20T09:00:00.000Z', outletId: OUTLET, reason: 'no_answer', ...change })).toMatchObject(expected);
  });

  it.each([
    ['queued', []],
    ['unknown', []],
    ['accepted', ['accepted']],
    ['delivered', ['accepted', 'sent', 'delivered']],
    ['played', ['accepted', 'sent', 'delivered', 'read']],
    ['failed', ['failed']],
  ])('a message that is %s has passed %j', (status, stages) => {
    expect(stagesOf(status)).toEqual(stages);
  });
});

describe('the response clock', () => {
  const times = (messages: RecordedMessage[]): (number | undefined)[] =>
    runClock(newClock('c'), messages)
      .occurrences.filter(({ metric }) => metric === 'responseMs')
      .map(({ value }) => value);

  it('runs from the first message of a burst to the first answer', () => {
    expect(
      times([
        message(1, 'inbound', '00:00.000'),
        message(2, 'inbound', '00:05.000'),
        message(3, 'outbound', '00:07.000'),
        message(4, 'outbound', '00:09.000'),
        message(5, 'inbound', '01:00.000'),
        message(6, 'outbound', '01:01.500', 'agent'),
      ]),
    ).toEqual([7_000, 1_500]);
  });

  it('does not stop at a notice of the system, nor run backwards', () => {
    expect(times([message(1, 'inbound', '00:10.000'), message(2, 'outbound', '00:11.000', 'system')])).toEqual([]);
    expect(times([message(1, 'inbound', '00:10.000'), message(2, 'outbound', '00:09.400')])).toEqual([0]);
  });

  it('comes to the same over several batches', () => {
    const first = runClock(newClock('c'), [message(1, 'inbound', '00:00.000')]);
    expect(first.occurrences).toEqual([]);
    expect(runClock(first.clock, [message(2, 'outbound', '00:03.000')]).occurrences).toMatchObject([
      { metric: 'responses' },
      { value: 3_000 },
    ]);
  });

  it('an answer that is seen before its question leaves nobody waiting', () => {
    const early = runClock(newClock('c'), [message(2, 'outbound', '00:03.000')]);
    const late = runClock(early.clock, [message(1, 'inbound', '00:00.000')]);
    expect(late.clock.waitingSince).toBeNull();
  });
});

describe('the overview', () => {
  it('says by whom everything was sent: the parts add up to the whole, notices of the system too', () => {
    const authors = ['bot', 'agent', 'api', 'system', 'customer'] as const;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...authors), { maxLength: 40 }), (written) => {
        const counted = written.flatMap((author, seq) =>
          ofMessage({ ...message(seq, author === 'customer' ? 'inbound' : 'outbound', '00:00.000'), author }),
        );
        const { messages } = overviewOf(countUp(counted));
        expect(messages.bot + messages.agent + messages.api + messages.system).toBe(messages.out);
        for (const author of ['bot', 'agent', 'api', 'system'] as const) {
          expect(messages[author]).toBe(written.filter((each) => each === author).length);
        }
      }),
    );
  });

  it('has rates only where there is something to divide by', () => {
    expect(overviewOf([])).toMatchObject({
      automationRate: null,
      responseTime: { count: 0, averageMs: null },
      handoffs: { total: 0, byReason: [] },
    });
    expect(
      overviewOf([
        { metric: 'messagesOut', label: '', value: 9 },
        { metric: 'messagesBot', label: '', value: 9 },
        { metric: 'responses', label: '', value: 4 },
        { metric: 'responseMs', label: '', value: 10_000 },
        { metric: 'handoffs', label: 'no_answer', value: 1 },
        { metric: 'handoffs', label: 'customer_asked', value: 2 },
      ]),
    ).toMatchObject({
      // Nine answers of the bot, and three times a person had to.
      automationRate: 0.75,
      responseTime: { count: 4, averageMs: 2_500 },
      handoffs: {
        total: 3,
        byReason: [
          { reason: 'customer_asked', count: 2 },
          { reason: 'no_answer', count: 1 },
        ],
      },
    });
  });
});
