import { z } from 'zod';
import { businessNumbersSchema } from './domain/graph/business-number.js';

const numbersFromJson = z
  .string()
  .default('[]')
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({
        code: 'custom',
        message: 'must be a JSON array of { phoneNumberId, wabaId, displayPhoneNumber, verifiedName, accessToken }',
      });
      return z.NEVER;
    }
  })
  .pipe(businessNumbersSchema);

/** The environment of this service. */
export const config = z.object({
  /** Where webhooks go, e.g. http://127.0.0.1:3000/webhooks/whatsapp. Until it is set here or by PUT /simulator/webhook, they wait. */
  WHATSAPP_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  WHATSAPP_APP_SECRET: z.string().min(1),
  WHATSAPP_VERIFY_TOKEN: z.string().min(1),
  /** Where threads and files are stored, so that they survive a restart. */
  SIMULATOR_DATA_DIR: z.string().min(1).optional(),
  SIMULATOR_NUMBERS: numbersFromJson,
  /** The address under which others reach this service, used in `url` of inbound media. By default the address it listens on. */
  SIMULATOR_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
});

export type SimulatorConfig = z.infer<typeof config>;
