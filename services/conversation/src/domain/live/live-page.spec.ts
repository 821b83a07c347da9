import { continueFrom, fitting, planMissed, positionsAfter, type LogEntry } from './live-page.js';

const entry = (outletId: string, seq: number): LogEntry => ({ outletId, seq, conversationId: 'c', kind: 'conversation' });
const taken = (outletId: string, seq: number) => ({ outletId, inboxSeq: seq });

describe('reading on in the live log', () => {
  it('gives what follows each cursor', () => {
    const entries = [entry('a', 3), entry('a', 4), entry('b', 1)];
    expect(continueFrom({ a: 2, b: 0 }, { a: 4, b: 1 }, entries)).toEqual({ entries, lost: [] });
  });

  it('gives what was written after the ends were looked at, too', () => {
    expect(continueFrom({ a: 2 }, { a: 2 }, [entry('a', 3)])).toEqual({ entries: [entry('a', 3)], lost: [] });
  });

  it.each([
    ['the entries behind the cursor are pruned', { a: 1 }, { a: 4 }, [entry('a', 3), entry('a', 4)]],
    ['the whole log is pruned', { a: 1 }, { a: 4 }, []],
    ['the cursor is of a log that was longer', { a: 9 }, { a: 4 }, []],
  ])('says that the reader is lost when %s', (_, cursors, present, entries) => {
    expect(continueFrom(cursors, present, entries)).toEqual({ entries: [], lost: ['a'] });
  });

  it('never jumps a gap', () => {
    expect(continueFrom({ a: 1 }, { a: 4 }, [entry('a', 2), entry('a', 4)]).entries).toEqual([entry('a', 2)]);
  });

  it('knows nothing of inboxes that have no log', () => {
    expect(continueFrom({ x: 7 }, { a: 4 }, [])).toEqual({ entries: [], lost: [] });
    expect(positionsAfter({ x: 7 }, { a: 4 }, [], [])).toEqual({ positions: { a: 4 }, hasMore: false });
  });

  it('leaves the reader behind what it was given, at the end of what it lost, and where it stood otherwise', () => {
    expect(positionsAfter({ a: 1, b: 5, l: 1 }, { a: 4, b: 5, l: 9, other: 7 }, ['l'], [taken('a', 2), taken('a', 3)])).toEqual({
      positions: { a: 3, b: 5, l: 9, other: 7 },
      hasMore: true,
    });
  });

  it('cuts by bytes, and never to nothing', () => {
    expect(fitting([1, 2, 3], 3, (size) => size)).toEqual([1, 2]);
    expect(fitting([9, 2], 3, (size) => size)).toEqual([9]);
    expect(fitting([1, 2], 3, (size) => size)).toEqual([1, 2]);
  });
});

describe('what is read of what was missed', () => {
  const thread = (id: string, messages: number) => ({ id, nextSeq: messages + 1 });

  it('is as many conversations as fit, those with the least first; those without any are neither', () => {
    const threads = [thread('much', 9), thread('some', 4), thread('few', 2), thread('none', 3), thread('ahead', 1)];
    const { toRead, tooMuch } = planMissed(threads, { much: 0, some: 1, few: 0, none: 3, ahead: 7 }, 5);
    expect([toRead.map(({ id }) => id), tooMuch]).toEqual([['few', 'some'], ['much']]);
  });
});
