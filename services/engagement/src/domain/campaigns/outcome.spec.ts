import fc from 'fast-check';
import { movesOn, RECIPIENT_STATES, stateOf, type RecipientState } from './outcome.js';

const told = (status: string, over: object = {}) => stateOf({ status, errors: [], ...over });

describe('where a recipient stands', () => {
  it.each([
    ['accepted', {}, 'sent', null],
    ['unknown', {}, 'sent', 'no_answer'],
    ['played', {}, 'read', null],
    ['failed', { errors: [{ code: 131026 }] }, 'failed', '131026'],
    ['failed', { errors: [{ code: 131050 }] }, 'optedOut', '131050'],
    ['refused', { refusal: { code: 'opted_out', detail: '' } }, 'optedOut', 'opted_out'],
    ['refused', { refusal: { code: 'quota_exceeded', detail: '' } }, 'skipped', 'quota_exceeded'],
    ['cancelled', {}, 'skipped', 'cancelled'],
  ])('follows from the report: %s', (status, over, state, reason) => {
    expect(told(status, over)).toEqual({ state, reason });
  });

  it('does not change for what is only on its way', () => {
    for (const status of ['queued', 'sending', 'scheduled']) expect(told(status)).toBeUndefined();
  });

  it('comes to the same end in whatever order reports come, and never goes back', () => {
    const reports = fc.shuffledSubarray(['accepted', 'sent', 'delivered', 'read', 'failed'], { minLength: 1 });
    fc.assert(
      fc.property(reports, (statuses) => {
        let now: RecipientState = 'queued';
        for (const status of statuses) {
          const next = told(status)!.state;
          if (movesOn(now, next)) now = next;
        }
        const best = ['read', 'delivered', 'failed'].find((state) => statuses.includes(state)) ?? 'sent';
        expect(now).toBe(best);
      }),
    );
  });

  it('stays where it ended', () => {
    for (const end of ['skipped', 'optedOut', 'heldOut'] as const) {
      for (const next of RECIPIENT_STATES) expect(movesOn(end, next)).toBe(false);
    }
  });
});
