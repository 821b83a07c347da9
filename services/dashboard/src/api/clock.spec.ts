import { learnTime, serverNow } from './clock';

const NOON = Date.UTC(2030, 0, 1, 12);
const header = (ms: number): string => new Date(ms).toUTCString();

describe('the time', () => {
  it('is the server’s where this machine’s clock is wrong, and follows when it is set right', () => {
    const wrong = NOON + 47 * 60 * 60_000;
    learnTime(header(NOON), wrong, wrong + 200);
    expect(Math.abs(serverNow(wrong + 200) - NOON)).toBeLessThan(1_000);
    learnTime(header(NOON), NOON, NOON + 200);
    expect(serverNow(NOON)).toBe(NOON);
  });

  it('is this machine’s where the difference is that of a slow answer, or nothing was told', () => {
    learnTime(header(NOON), NOON, NOON);
    learnTime(header(NOON + 1_000), NOON - 4_000, NOON + 4_000);
    learnTime(null, NOON, NOON);
    learnTime('nonsense', NOON, NOON);
    expect(serverNow(NOON)).toBe(NOON);
  });
});
