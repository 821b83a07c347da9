import { mayResend, type UnknownFacts } from './resend-unknown.js';

const attemptedAt = Date.parse('2026-11-20T09:00:00Z');
const proven: UnknownFacts = { unknownForMs: 60_000, attemptedAt, resends: 0, statusSeen: false, laterStatusAt: attemptedAt + 30_000 };

describe('a message whose answer was lost', () => {
  it('goes out again when later messages of its number were reported and it was not', () => {
    expect(mayResend(proven, 60_000)).toBe(true);
  });

  it.each<[string, Partial<UnknownFacts>]>([
    ['nothing was reported for its number: the webhooks may be down', { laterStatusAt: undefined }],
    ['the other report is too close to the attempt', { laterStatusAt: attemptedAt + 5_000 }],
    ['the other report is older than the attempt', { laterStatusAt: attemptedAt - 1 }],
    ['WhatsApp reported anything about it', { statusSeen: true }],
    ['it was sent again before', { resends: 1 }],
    ['it has not been unknown long enough', { unknownForMs: 59_999 }],
  ])('stays unknown when %s', (_, facts) => {
    expect(mayResend({ ...proven, ...facts }, 60_000)).toBe(false);
  });
});
