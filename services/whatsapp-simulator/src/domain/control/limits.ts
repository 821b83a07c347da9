import { z } from 'zod';

/**
 * Which of Meta's limits are held. Switches of their own, since a load test wants none and a test of one limit wants only that one.
 * Where Meta publishes no number (marketing for one user, pacing), the number is the developer's.
 */
export interface LimitState {
  /** One recipient: 45 at once, then one in 6 s (131056). */
  pair: boolean;
  /** One number: 80, 1,000 or 20 a second by its throughput (130429). */
  throughput: boolean;
  /** One portfolio: as many people outside the window in 24 h as its tier says (131048). */
  portfolio: boolean;
  /** One account: 5,000 management calls in an hour, 200 without a registered number (80007). */
  management: boolean;
  /** The whole app: so many management calls in an hour (4). */
  app: number | null;
  /** One number: registered ten times in 72 h and unregistered as often (133016). */
  registration: boolean;
  /** One user: so many marketing templates in 24 h without an answer (131049, later). */
  marketingPerUser: number | null;
  /** Marketing templates to the United States (131049, later). */
  usMarketing: boolean;
  /** A marketing template that is new: after so many messages, the rest is held for this long. */
  pacing: { messages: number; holdMs: number } | null;
}

export const NO_LIMITS: LimitState = {
  pair: false,
  throughput: false,
  portfolio: false,
  management: false,
  registration: false,
  app: null,
  marketingPerUser: null,
  usMarketing: false,
  pacing: null,
};

const MINUTE = 60_000;

export const ALL_LIMITS: LimitState = {
  pair: true,
  throughput: true,
  portfolio: true,
  management: true,
  registration: true,
  app: null,
  marketingPerUser: 2,
  usMarketing: true,
  pacing: { messages: 50, holdMs: 30 * MINUTE },
};

export const limitsSchema = z.union([
  z.enum(['all', 'none']),
  z
    .object({
      pair: z.boolean().optional(),
      throughput: z.boolean().optional(),
      portfolio: z.boolean().optional(),
      management: z.boolean().optional(),
      registration: z.boolean().optional(),
      app: z.number().int().min(1).max(1_000_000).nullable().optional(),
      marketingPerUser: z.number().int().min(1).max(100).nullable().optional(),
      usMarketing: z.boolean().optional(),
      pacing: z
        .object({
          messages: z.number().int().min(1).max(1_000_000),
          holdMs: z
            .number()
            .int()
            .min(0)
            .max(24 * 60 * MINUTE),
        })
        .strict()
        .nullable()
        .optional(),
    })
    .strict(),
]);
export type LimitsPatch = z.infer<typeof limitsSchema>;

export function withLimits(limits: LimitState, patch: LimitsPatch | undefined): LimitState {
  if (patch === 'all') return ALL_LIMITS;
  if (patch === 'none') return NO_LIMITS;
  return { ...limits, ...patch } as LimitState;
}
