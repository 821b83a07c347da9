import { eventsAhead, EVENTS_AHEAD } from './stream-room.js';

const at = (waiting: number, isAway = false) => ({ waiting, isAway });

describe('how far a stream is ahead', () => {
  it.each([
    ['nobody listens', [], 0],
    ['one listens', [at(70)], 70],
    ['several keep up: by the slowest', [at(3), at(200), at(10)], 200],
    ['one is away: by those who are there', [at(EVENTS_AHEAD, true), at(5)], 5],
    ['one has been away and is far behind: by those who keep up', [at(90_000), at(5)], 5],
    ['the only one is away: what waits for it', [at(EVENTS_AHEAD, true)], EVENTS_AHEAD],
    ['the only one is far behind', [at(90_000)], 90_000],
    ['all are far behind or away: by the nearest', [at(90_000), at(70_000, true)], 70_000],
  ])('%s', (_, consumers, ahead) => {
    expect(eventsAhead(consumers)).toBe(ahead);
  });
});
