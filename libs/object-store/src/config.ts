import { z } from 'zod';

/** To spread into the schema of a service that keeps objects; {@link checkObjectStore} then checks them together. */
export const objectStoreEnv = {
  /** `file`: below DATA_DIR, which all processes share. `s3`: a bucket of a store that speaks the S3 protocol. */
  OBJECT_STORE: z.enum(['file', 's3']).default('file'),
  DATA_DIR: z.string().min(1).default('.data'),
  /** Of a store that is not Amazon's. */
  S3_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'a bucket name is expected: 3 to 63 of a-z, 0-9, dot and dash')
    .optional(),
  S3_REGION: z.string().min(1).optional(),
  S3_ACCESS_KEY_ID: z.string().min(1).optional(),
  S3_SECRET_ACCESS_KEY: z.string().min(1).optional(),
};

const fields = z.object(objectStoreEnv);
export type ObjectStoreConfig = z.infer<typeof fields>;

export const S3_SETTINGS = ['S3_BUCKET', 'S3_REGION', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;

/** For `superRefine` of a schema with {@link objectStoreEnv}: says which setting a store of kind `s3` still lacks. */
export function checkObjectStore(config: ObjectStoreConfig, context: z.RefinementCtx): void {
  if (config.OBJECT_STORE !== 's3') return;
  for (const name of S3_SETTINGS) {
    if (config[name] === undefined) context.addIssue({ code: 'custom', path: [name], message: 'is required with OBJECT_STORE=s3' });
  }
}
