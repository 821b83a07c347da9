import { z } from 'zod';
import { limitsSchema, NO_LIMITS, withLimits, type LimitState } from './limits.js';

const count = z.number().int().min(0).max(1_000_000);
const milliseconds = z
  .number()
  .int()
  .min(0)
  .max(10 * 60 * 1000);

const next = z.object({ next: count }).strict();

const errorRule = z
  .object({
    /** A Graph or WhatsApp error code. */
    code: z.number().int().min(0),
    /** The next n sends. */
    next: count.optional(),
    /** Every n-th send. */
    every: z.number().int().min(1).optional(),
    always: z.literal(true).optional(),
    phoneNumberId: z.string().optional(),
    httpStatus: z.number().int().min(400).max(599).optional(),
    subcode: z.number().int().optional(),
    details: z.string().max(500).optional(),
    /** Accept the message and let it fail later by a status webhook. */
    async: z.boolean().optional(),
  })
  .strict()
  .refine((rule) => [rule.next, rule.every, rule.always].filter((choice) => choice !== undefined).length === 1, {
    message: 'give exactly one of next, every, always',
  });

export const faultsSchema = z
  .object({
    reset: z.literal(true).optional(),
    duplicates: z.number().int().min(0).max(20).optional(),
    reorder: z.boolean().optional(),
    batch: z
      .union([
        z.literal(false),
        z.object({ maxUpdates: z.number().int().min(1).max(1000), windowMs: z.number().int().min(1).max(60_000) }).strict(),
      ])
      .optional(),
    errors: z.array(errorRule).max(100).optional(),
    delayMs: milliseconds.optional(),
    webhookDelayMs: milliseconds.optional(),
    statusDelayMs: milliseconds.nullable().optional(),
    stopStatusesAt: z.enum(['accepted', 'sent']).nullable().optional(),
    dropResponse: z.object({ next: count }).strict().optional(),
    dropRequest: z.object({ next: count }).strict().optional(),
    hang: z.object({ next: count, ms: milliseconds }).strict().optional(),
    tokenExpired: z.boolean().optional(),
    webhooksPaused: z.boolean().optional(),
    limits: limitsSchema.optional(),
    media: z
      .object({
        /** Answer that the file does not exist. */
        notFound: next.optional(),
        /** Answer that the file's address has expired. */
        addressEnded: next.optional(),
        /** Send bytes that do not match the hash. */
        wrongHash: next.optional(),
        /** Send more bytes than a file of its kind may have. */
        oversized: next.optional(),
        /** Wait before sending the bytes. */
        delayMs: milliseconds.optional(),
      })
      .strict()
      .optional(),
    templateReview: z.enum(['approve', 'reject', 'hold']).optional(),
  })
  .strict();

export type FaultsPatch = z.infer<typeof faultsSchema>;
export type ErrorRule = z.infer<typeof errorRule>;

export interface FaultState {
  duplicates: number;
  reorder: boolean;
  batch: { maxUpdates: number; windowMs: number } | false;
  errors: (ErrorRule & { seen: number })[];
  delayMs: number;
  webhookDelayMs: number;
  statusDelayMs: number | null;
  stopStatusesAt: 'accepted' | 'sent' | null;
  dropResponse: { next: number };
  dropRequest: { next: number };
  hang: { next: number; ms: number };
  tokenExpired: boolean;
  webhooksPaused: boolean;
  limits: LimitState;
  media: Record<MediaFault, { next: number }> & { delayMs: number };
  templateReview: 'approve' | 'reject' | 'hold';
}

export type MediaFault = 'notFound' | 'addressEnded' | 'wrongHash' | 'oversized';

export function noFaults(): FaultState {
  return {
    duplicates: 0,
    reorder: false,
    batch: false,
    errors: [],
    delayMs: 0,
    webhookDelayMs: 0,
    statusDelayMs: null,
    stopStatusesAt: null,
    dropResponse: { next: 0 },
    dropRequest: { next: 0 },
    hang: { next: 0, ms: 0 },
    tokenExpired: false,
    webhooksPaused: false,
    limits: NO_LIMITS,
    media: { notFound: { next: 0 }, addressEnded: { next: 0 }, wrongHash: { next: 0 }, oversized: { next: 0 }, delayMs: 0 },
    templateReview: 'approve',
  };
}

/** The planned faults and how often each still occurs. A patch replaces the fields that it names; `reset` clears all first. */
export class FaultPlan {
  private state = noFaults();

  configure(patch: FaultsPatch): void {
    const { reset, errors, limits, media, ...rest } = patch;
    const base = reset ? noFaults() : this.state;
    this.state = {
      ...base,
      ...rest,
      limits: withLimits(base.limits, limits),
      media: { ...structuredClone(base.media), ...structuredClone(media) },
      errors: errors ? errors.map((rule) => ({ ...rule, seen: 0 })) : base.errors,
    };
  }

  current(): Readonly<FaultState> {
    return this.state;
  }

  /** The error for this send, if any. Counts the send. */
  takeError(phoneNumberId: string): ErrorRule | undefined {
    for (const rule of this.state.errors) {
      if (rule.phoneNumberId !== undefined && rule.phoneNumberId !== phoneNumberId) continue;
      rule.seen += 1;
      if (rule.always || (rule.every !== undefined && rule.seen % rule.every === 0)) return rule;
      if (rule.next !== undefined && rule.next > 0) {
        rule.next -= 1;
        return rule;
      }
    }
    return undefined;
  }

  takeDroppedRequest(): boolean {
    return takeOne(this.state.dropRequest);
  }

  /** Whether this fault of files is due. Counts it. */
  takeMedia(fault: MediaFault): boolean {
    return takeOne(this.state.media[fault]);
  }

  /** How to answer an accepted send: never, late (milliseconds) or at once (0). */
  takeAnswer(): 'never' | number {
    if (takeOne(this.state.dropResponse)) return 'never';
    return takeOne(this.state.hang) ? this.state.hang.ms : this.state.delayMs;
  }
}

function takeOne(counter: { next: number }): boolean {
  if (counter.next <= 0) return false;
  counter.next -= 1;
  return true;
}
