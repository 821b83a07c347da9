import { resolve } from 'node:path';
import { z } from 'zod';
import { LaunchError } from '#local-servers/launch-error.js';

const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number (0 = any free port)')
    .transform(Number)
    .refine((value) => value <= 65_535, 'must be at most 65535')
    .default(fallback);

const url = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `must be a URL that begins with ${protocols.join('// or ')}//`,
    );

/** Only what the launcher itself decides by; the services read and check the rest of the environment themselves. */
const schema = z.object({
  PORT: port(3000),
  SIMULATOR_PORT: port(3900),
  SIMULATOR: z.enum(['on', 'off']).default('on'),
  SERVICES: z.enum(['together', 'separate']).default('together'),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  NATS_URL: z
    .string()
    .transform((value) => (value.includes('://') ? value : `nats://${value}`))
    .pipe(url('nats:', 'tls:'))
    .optional(),
  WHATSAPP_GRAPH_URL: url('http:', 'https:').optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('warn'),
});

export interface EmbeddedConfig {
  /** 0 = any free port. */
  port: number;
  /** Undefined when the simulator is left out; 0 = any free port. */
  simulatorPort: number | undefined;
  separate: boolean;
  /** Absolute. */
  dataDir: string;
  /** Owner URL of an existing Postgres; undefined = embedded. */
  databaseUrl: string | undefined;
  natsUrl: string | undefined;
  graphUrl: string | undefined;
  logLevel: string;
}

/**
 * Reads the launcher's settings. An empty variable counts as not set.
 *
 * @throws LaunchError `invalid_environment` naming every variable that is wrong.
 */
export function readConfig(env: Record<string, string | undefined>, workingDirectory: string): EmbeddedConfig {
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== '')));
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new LaunchError('invalid_environment', `Invalid settings: ${wrong}.`, 'Correct or unset the variables named.');
  }
  const values = parsed.data;
  if (values.PORT !== 0 && values.SIMULATOR === 'on' && values.PORT === values.SIMULATOR_PORT) {
    throw new LaunchError(
      'invalid_environment',
      `PORT and SIMULATOR_PORT are both ${values.PORT}.`,
      'Give the simulator another port, or 0 for any free one.',
    );
  }
  return {
    port: values.PORT,
    simulatorPort: values.SIMULATOR === 'on' ? values.SIMULATOR_PORT : undefined,
    separate: values.SERVICES === 'separate',
    dataDir: resolve(workingDirectory, values.DATA_DIR),
    databaseUrl: values.DATABASE_URL,
    natsUrl: values.NATS_URL,
    graphUrl: values.WHATSAPP_GRAPH_URL,
    logLevel: values.LOG_LEVEL,
  };
}
