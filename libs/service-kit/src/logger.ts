import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger as Pino } from 'pino';
import { currentContext } from './context.js';

/** Keys whose values never reach a log, at any depth that we log objects. */
const SECRET_KEYS = [
  'authorization',
  'cookie',
  'x-api-key',
  'password',
  'accessToken',
  'refreshToken',
  'token',
  'apiKey',
  'secret',
  'appSecret',
  'recoveryCodes',
  'uri',
];

/**
 * Links that open something for whoever holds them, wherever a line has one: in a path, an error's text, its stack. The token of an
 * invitation is a segment of a path (`accept` is a route), that of a reset or an invitation's page a parameter.
 */
const SECRET_LINKS = [/(\/auth\/invitations\/)(?!accept(?![\w%.~-]))[\w%.~-]+/gi, /([?&#]token=)[\w%.~-]+/gi];
const withoutSecretLinks = (line: string): string => SECRET_LINKS.reduce((text, pattern) => text.replace(pattern, '$1[redacted]'), line);

/** Nest's logger on pino: JSON lines with service, tenant, request and trace id; secrets and secret links are censored, message texts are never logged. */
export class Logger implements LoggerService {
  constructor(private readonly pino: Pino) {}

  /** @param destination standard error, except in a test that reads it: standard output belongs to the ready line of the launcher */
  static create(service: string, level: string, destination: DestinationStream = pino.destination({ dest: 2, sync: false })): Logger {
    return new Logger(
      pino(
        {
          level,
          base: { service },
          mixin: () => currentContext() ?? {},
          redact: { paths: SECRET_KEYS.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`]), censor: '[redacted]' },
          formatters: { level: (label) => ({ level: label }) },
          timestamp: pino.stdTimeFunctions.isoTime,
          hooks: { streamWrite: withoutSecretLinks },
        },
        destination,
      ),
    );
  }

  log(message: string, ...rest: unknown[]): void {
    this.#write('debug', message, rest);
  }
  info(fields: object, message: string): void {
    this.pino.info(fields, message);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.#write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.#write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.#write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.#write('trace', message, rest);
  }

  /** Nest passes `(message, context)`, our code `(message, fields)` or `(message, error)`. */
  #write(level: 'error' | 'warn' | 'debug' | 'trace', message: unknown, rest: unknown[]): void {
    const fields: Record<string, unknown> = {};
    for (const extra of rest) {
      if (extra instanceof Error) fields.err = extra;
      else if (typeof extra === 'string') fields.context = extra;
      else if (extra && typeof extra === 'object') Object.assign(fields, extra);
    }
    if (message instanceof Error) this.pino[level]({ ...fields, err: message }, message.message);
    else this.pino[level](fields, String(message));
  }
}
