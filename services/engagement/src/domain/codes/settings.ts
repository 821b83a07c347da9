/** How codes of a tenant are, and how many it sends. Limits are of an hour, which begins with the first time. */
export interface CodeSettings {
  digits: number;
  /** Seconds. */
  validSeconds: number;
  /** Of one code. */
  maxAttempts: number;
  /** Seconds until another code may be sent. */
  resendSeconds: number;
  perPhone: number;
  perAddress: number;
  perTenant: number;
  /** Different numbers that begin alike. */
  perPrefix: number;
  /** null: the first number that is active. */
  outletId: string | null;
  /** A name; null: the only authentication template that is approved. */
  template: string | null;
}

export type StoredCodeSettings = CodeSettings & { version: number };

export const DEFAULT_CODE_SETTINGS: CodeSettings = {
  digits: 6,
  validSeconds: 300,
  maxAttempts: 5,
  resendSeconds: 30,
  perPhone: 5,
  perAddress: 20,
  perTenant: 1_000,
  perPrefix: 20,
  outletId: null,
  template: null,
};

/** The least and the most. A code of WhatsApp's templates counts for 90 minutes at most (Meta, "Authentication templates"). */
export const CODE_RANGES = {
  digits: [4, 8],
  validSeconds: [30, 5_400],
  maxAttempts: [1, 10],
  resendSeconds: [0, 600],
  perPhone: [1, 100],
  perAddress: [1, 10_000],
  perTenant: [1, 1_000_000],
  perPrefix: [1, 10_000],
} as const;

/** Verifications of one number and purpose in an hour, right or wrong, also where there is no code: more is somebody who tries. */
export const VERIFICATIONS_AN_HOUR = 60;
