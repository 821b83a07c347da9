import { z } from 'zod';

/** Settings that every service has. */
export const baseEnv = z.object({
  SERVICE_HOST: z.string().default('127.0.0.1'),
  SERVICE_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Proves that it is the gateway who calls this service, and for whom; `npm run credentials -- <service>` prints it. */
  IDENTITY_KEY: z.string().min(32),
});
export type BaseEnv = z.infer<typeof baseEnv>;

/** To spread into the schema of a service with a database. */
export const databaseEnv = {
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  /** Of this service's own roles; `npm run credentials -- <service>` prints it. */
  DATABASE_PASSWORD: z.string().min(16),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).default(8),
};

/** To spread into the schema of a service that sends or receives events. */
export const messagingEnv = { NATS_URL: z.string().min(1) };

/** A setting that is missing or wrong: says which, what it holds, and what would be right. */
export class ConfigError extends Error {
  readonly code = 'invalid_configuration';
}

/** Reads the environment through a schema. An empty string counts as unset. @throws {ConfigError} naming every wrong setting. */
export function readEnv<T>(schema: z.ZodType<T>, env: Record<string, string | undefined>, service: string): T {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.') || '(environment)'}: ${issue.message}`);
  throw new ConfigError(`${service}: invalid settings\n${lines.join('\n')}`);
}
