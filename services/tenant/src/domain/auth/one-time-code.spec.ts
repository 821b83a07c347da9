import fc from 'fast-check';
import { Secret, TOTP } from 'otpauth';
import { appCode, factorUri, hashRecoveryCode, newFactorSecret, newRecoveryCode, stepOfCode } from './one-time-code.js';

const STEP_MS = 30_000;
const codeAt = (secret: string, ms: number) => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: ms });

/** RFC 6238, appendix B: the last six of its eight digits. */
const RFC_SECRET = Secret.fromLatin1('12345678901234567890').base32;
it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('at %i seconds the code of the RFC is %s', (seconds, code) => {
  expect(stepOfCode(RFC_SECRET, code, seconds * 1_000, null)).toBe(Math.floor(seconds / 30));
});

describe('a code of an app', () => {
  const times = fc.integer({ min: 0, max: 4_102_444_800_000 });

  it('holds in its step and the ones beside it, and in no other', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: -4, max: 4 }), (now, drift) => {
        const secret = newFactorSecret();
        const at = now + drift * STEP_MS;
        fc.pre(at >= 0);
        const near = [-1, 0, 1].map((step) => codeAt(secret, Math.max(0, now + step * STEP_MS)));
        // One in some hundred thousand is a neighbour’s code by chance.
        fc.pre(Math.abs(drift) <= 1 || !near.includes(codeAt(secret, at)));
        const step = stepOfCode(secret, codeAt(secret, at), now, null);
        expect(step !== undefined).toBe(Math.abs(drift) <= 1);
      }),
    );
  });

  it('holds once, and none of an earlier step after it', () => {
    fc.assert(
      fc.property(times, fc.array(fc.integer({ min: -1, max: 1 }), { minLength: 1, maxLength: 8 }), (now, drifts) => {
        const secret = newFactorSecret();
        let last: number | null = null;
        const used: number[] = [];
        for (const drift of drifts) {
          const step = stepOfCode(secret, codeAt(secret, Math.max(0, now + drift * STEP_MS)), now, last);
          if (step === undefined) continue;
          used.push(step);
          last = step;
        }
        expect(used).toEqual([...new Set(used)].sort((a, b) => a - b));
        expect(used.length).toBeGreaterThan(0);
      }),
    );
  });

  it('is told by six digits, however they are spaced', () => {
    expect(['492039', ' 492 039 ', '492-039', '49203', '4920391', 'k3fd9xqm7wpthz2r', '٤٩٢٠٣٩'].map(appCode)).toEqual([
      '492039',
      '492039',
      '492039',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('comes of a secret of 160 bits, which the QR code tells with the account', () => {
    const secret = newFactorSecret();
    expect(Secret.fromBase32(secret).bytes).toHaveLength(20);
    expect(newFactorSecret()).not.toBe(secret);
    expect(new URL(factorUri(secret, 'ana+x@acme.example')).searchParams.get('secret')).toBe(secret);
  });
});

describe('a recovery code', () => {
  it('is never taken for a code of an app, and the same however it is typed, but of one person', () => {
    for (let n = 0; n < 500; n++) {
      const code = newRecoveryCode();
      expect(appCode(code)).toBeUndefined();
      expect(hashRecoveryCode('a', code.replaceAll('-', '  ').toUpperCase())).toBe(hashRecoveryCode('a', code));
      expect(hashRecoveryCode('b', code)).not.toBe(hashRecoveryCode('a', code));
    }
  });
});
