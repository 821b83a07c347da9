import { readNumberChange, reportedNumber } from './account-change.js';

const field = 'phone_number_quality_update';

describe('what a report of Meta changes', () => {
  it.each([
    [
      'a flagged number has low quality',
      { field, event: 'FLAGGED', value: { current_limit: 'TIER_10K' } },
      { quality: 'RED', messagingLimit: 'TIER_10K' },
    ],
    ['an unflagged number is at least medium again', { field, event: 'UNFLAGGED', value: {} }, { quality: 'YELLOW' }],
    ['the event is also found inside the value', { field, value: { event: 'FLAGGED' } }, { quality: 'RED' }],
    [
      'the present name of the limit wins over the older one',
      { field, event: 'ONBOARDING', value: { current_limit: 'TIER_50', max_daily_conversations_per_business: 'TIER_2K' } },
      { messagingLimit: 'TIER_2K' },
    ],
    ['a throughput upgrade raises the throughput', { field, event: 'THROUGHPUT_UPGRADE', value: {} }, { throughput: 'HIGH' }],
    ['a throughput that was lowered lowers it', { field, event: 'THROUGHPUT_DOWNGRADE', value: {} }, { throughput: 'STANDARD' }],
    [
      'what the business may do is a number of customers',
      { field: 'business_capability_update', value: { max_daily_conversations_per_business: 2_000, max_phone_numbers_per_waba: 20 } },
      { messagingLimit: 'TIER_2K' },
    ],
    [
      'a small one, too',
      { field: 'business_capability_update', value: { max_daily_conversations_per_business: 250 } },
      { messagingLimit: 'TIER_250' },
    ],
    [
      'any number of them',
      { field: 'business_capability_update', value: { max_daily_conversations_per_business: -1 } },
      { messagingLimit: 'TIER_UNLIMITED' },
    ],
    [
      'or the name of a tier',
      { field: 'business_capability_update', value: { max_daily_conversations_per_business: 'TIER_10K' } },
      { messagingLimit: 'TIER_10K' },
    ],
    [
      'a business that may have more numbers sends as before',
      { field: 'business_capability_update', value: { max_phone_numbers_per_waba: 20 } },
      {},
    ],
    ['other fields change no number', { field: 'account_update', event: 'FLAGGED', value: {} }, {}],
    ['a value that is no object changes nothing', { field, value: ['FLAGGED'] }, {}],
  ])('%s', (_, report, expected) => {
    expect(readNumberChange(report)).toEqual(expected);
  });

  it('finds the number by its digits, however it is written', () => {
    expect(reportedNumber({ display_phone_number: '+1 (555) 010-1001' })).toBe('15550101001');
    expect(reportedNumber({ display_phone_number: '' })).toBeUndefined();
    expect(reportedNumber(null)).toBeUndefined();
  });
});
