import { z } from 'zod';
import { messagingLimitSchema, throughputSchema } from './number-settings.js';

/**
 * A business number that the simulator plays. `businessId` is its portfolio, whose numbers share one messaging limit; without it the account is
 * one by itself. `throughput` and `messagingLimit` are what it starts with. `suggestions` are first questions the phone offers; `profile` is
 * how it looks there.
 */
export const businessNumberSchema = z.object({
  phoneNumberId: z.string().regex(/^\d{1,32}$/, 'digits, as Meta gives it'),
  wabaId: z.string().regex(/^\d{1,32}$/, 'digits, as Meta gives it'),
  displayPhoneNumber: z.string().min(3).max(32),
  verifiedName: z.string().min(1).max(128),
  accessToken: z.string().min(1).max(1024),
  businessId: z
    .string()
    .regex(/^\d{1,32}$/, 'digits, as Meta gives it')
    .optional(),
  throughput: throughputSchema.optional(),
  messagingLimit: messagingLimitSchema.optional(),
  profile: z
    .object({
      about: z.string().max(139).optional(),
      color: z
        .string()
        .regex(/^#[0-9a-fA-F]{6}$/, 'a colour such as #0f766e')
        .optional(),
    })
    .optional(),
  suggestions: z.array(z.string().min(1).max(200)).max(12).optional(),
});

export const businessNumbersSchema = z.array(businessNumberSchema).superRefine((numbers, context) => {
  const seen = new Set<string>();
  numbers.forEach((number, index) => {
    if (seen.has(number.phoneNumberId)) context.addIssue({ code: 'custom', path: [index, 'phoneNumberId'], message: 'is listed twice' });
    seen.add(number.phoneNumberId);
  });
});

export type BusinessNumber = z.infer<typeof businessNumberSchema> & {
  /** Claimed by the first token that asked for it, not configured. */
  isClaimed?: boolean;
};
