import { classifyError } from '#whatsapp';
import type { MessageProgress } from '../queue/message.js';
import { settleAttempt } from './settle-attempt.js';

const message: MessageProgress = {
  state: 'sending',
  failed: false,
  wamid: null,
  claim: 1,
  refusals: 0,
  waits: 0,
  resends: 0,
  errors: [],
  pricing: null,
};
const place = { outletId: 'outlet', wabaId: 'waba', template: 'hello', sealedToken: 'sealed' };

/** What a first refusal does to the message and to what waits behind it, in words. */
function actionOn(code: number, subcode?: number): string {
  const error = { ...classifyError({ code, ...(subcode === undefined ? {} : { subcode }) }), httpStatus: 400 };
  const { progress, delayMs, hold } = settleAttempt(message, 1, place, { outcome: 'rejected', error }, 0)!;
  expect(progress.errors).toEqual([
    expect.objectContaining({ code, title: expect.stringMatching(/\S/), advice: expect.stringMatching(/\S/) }),
  ]);
  if (progress.state === 'failed') return 'fails';
  expect(progress).toMatchObject({ state: 'queued', failed: false });
  if (hold?.kind === 'wait') return `waits ${hold.delayMs! / 1_000} s with all of ${hold.scope}`;
  if (hold) return `is held by ${hold.kind} of ${hold.scope}`;
  return `comes again after ${delayMs! / 1_000} s`;
}

/** Meta, "Cloud API error codes" (2026-09), row by row; the action is ours. Of a range, its ends. */
const ROWS: readonly (readonly [action: string, codes: readonly number[]])[] = [
  ['is held by auth of number', [0, 190, 104, 3, 10, 200, 299, 131_005]],
  ['comes again after 2 s', [1, 2, 131_000, 131_016, 133_004]],
  ['waits 60 s with all of app', [4]],
  ['waits 60 s with all of waba', [80_007]],
  ['waits 1 s with all of number', [130_429]],
  ['waits 259200 s with all of number', [133_016]],
  ['waits 3600 s with all of template', [132_069]],
  ['comes again after 4 s', [131_056]],
  ['comes again after 5 s', [131_053]],
  ['comes again after 60 s', [131_057]],
  ['comes again after 600 s', [134_101]],
  ['is held by stop of number', [33, 131_037, 131_045, 133_010, 131_048]],
  ['is held by stop of waba', [368, 131_031, 131_042, 131_044, 131_064]],
  ['is held by stop of template', [132_015]],
  ['fails', [100, 130_403, 130_472, 130_497, 131_008, 131_009, 131_051, 135_000, 131_021, 131_026, 131_030, 131_047, 131_049, 131_050]],
  [
    'fails',
    [131_052, 131_055, 134_100, 131_059, 131_060, 131_062, 131_063, 132_000, 132_001, 132_005, 132_007, 132_012, 132_016, 132_018, 132_068],
  ],
  ['fails', [133_000, 133_005, 133_006, 133_008, 133_009, 133_015, 134_011, 134_102, 137_000, 138_000, 138_999, 613, 131_200, 131_299]],
  ['fails', [139_000, 139_999, 2_388_000, 2_388_999, 2_593_107, 2_593_109, 147_005]],
];

describe('a message that WhatsApp refuses', () => {
  it.each(ROWS.flatMap(([action, codes]) => codes.map((code) => [code, action] as const)))('with %d %s', (code, action) => {
    expect(actionOn(code)).toBe(action);
  });

  it('is held with its number where the subcode of 100 says that the number is gone', () => {
    expect(actionOn(100, 33)).toBe('is held by stop of number');
  });

  it('with a code that nobody knows fails, so that nothing is sent in a circle, and the code is shown', () => {
    for (const code of [5, 99_999, 131_999, 7_777_777]) expect(actionOn(code)).toBe('fails');
  });
});
