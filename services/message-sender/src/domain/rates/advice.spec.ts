import { adviceFor, type NumberFacts } from './advice.js';

const WELL: NumberFacts = {
  quality: 'GREEN',
  health: 'ok',
  status: 'active',
  onPhoneApp: false,
  share: 1,
  allowedPerSecond: 80,
  queued: 80 * 60,
  holds: [],
  portfolio: { limit: 2_000, usedToday: 1_799 },
};
const codes = (over: Partial<NumberFacts>): string[] => adviceFor({ ...WELL, ...over }).map(({ code }) => code);

describe('what to do about a number', () => {
  it.each([
    ['a number that is well needs nothing', {}, []],
    ['a disabled outlet sends nothing', { status: 'disabled' }, ['number_not_active']],
    ['low quality', { quality: 'RED' }, ['quality_low']],
    ['medium quality', { quality: 'YELLOW' }, ['quality_medium']],
    ['a blocked number', { health: 'blocked' }, ['number_blocked']],
    ['a lowered rate', { share: 0.7, queued: 0 }, ['rate_lowered']],
    ['a long queue', { queued: 80 * 60 + 1 }, ['long_queue']],
    ['a lowered rate makes a queue long', { share: 0.5 }, ['rate_lowered', 'long_queue']],
    ['nearly all customers of the day reached', { portfolio: { limit: 2_000, usedToday: 1_800 } }, ['limit_nearly_used']],
    ['no limit', { portfolio: null }, []],
    ['the phone app', { onPhoneApp: true, queued: 0 }, ['phone_app']],
    [
      'the most urgent first',
      { onPhoneApp: true, queued: 0, quality: 'RED', holds: [{ scope: 'number', title: 'Held', advice: 'Wait.' }] },
      ['number_held', 'quality_low', 'phone_app'],
    ],
  ] as const)('%s', (_, over, expected) => {
    expect(codes(over)).toEqual(expected);
  });

  it('says why it is held, and what to do', () => {
    const [held] = adviceFor({ ...WELL, holds: [{ scope: 'waba', title: 'Payment problem', advice: 'Settle it.' }] });
    expect(held).toEqual({ code: 'number_held', message: 'Payment problem. Settle it.' });
  });
});
