import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import fastifyCompress from '@fastify/compress';
import { Global, Module, ValidationPipe, type DynamicModule, type ValidationError } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ZodType } from 'zod';
import { baseEnv, ConfigError, readEnv, type BaseEnv } from './config.js';
import { runInContext } from './context.js';
import { HealthChecks, HealthController } from './health.js';
import { AccessGuard } from './identity.js';
import { JsonLimitsGuard } from './json-limits.js';
import { Logger } from './logger.js';
import { Metrics, MetricsController } from './metrics.js';
import { Problem, ProblemFilter, type FieldError } from './problem.js';
import {
  refuseConnection,
  refuseExpectation,
  refuseUrl,
  REQUEST_TIMEOUT_MS,
  endIdle,
  HEADERS_TIMEOUT_MS,
  NO_PROGRESS_MS,
  TIMEOUTS_EVERY_MS,
} from './protocol-errors.js';
import { CONFIG, SERVICE, type ServiceDefinition } from './service.js';
import { Transports } from './transports.js';
import { UnreadBodies } from './unread-bodies.js';

export interface RunningService {
  name: string;
  url: string;
  port: number;
  app: NestFastifyApplication;
  /** Stops taking work, finishes what is in hand, closes connections. */
  close(): Promise<void>;
}

type Env = Record<string, string | undefined>;

const CLOSE_IDLE_EVERY_MS = 100;
export const MAX_BODY_BYTES = 1024 * 1024;
/** As many are told at once: names that the caller made up come back in them. */
const MAX_FIELD_ERRORS = 20;

@Global()
@Module({})
class ServiceKitModule {
  static forService(service: ServiceDefinition, config: unknown, logger: Logger): DynamicModule {
    return {
      module: ServiceKitModule,
      controllers: [HealthController, MetricsController],
      providers: [
        { provide: SERVICE, useValue: service },
        { provide: CONFIG, useValue: config },
        { provide: Logger, useValue: logger },
        HealthChecks,
        Metrics,
        Transports,
      ],
      exports: [SERVICE, CONFIG, Logger, HealthChecks, Metrics, Transports],
    };
  }
}

function fieldErrors(errors: ValidationError[], path = ''): FieldError[] {
  return errors.flatMap((error) => {
    const field = path ? `${path}.${error.property}` : error.property;
    const own = Object.values(error.constraints ?? {}).map((message) => ({ field, message }));
    return [...own, ...fieldErrors(error.children ?? [], field)];
  });
}

const brief = ({ field, message }: FieldError): FieldError => ({ field: field.slice(0, 200), message: message.slice(0, 500) });

/** Builds a service without listening: for the API document generator and tests. */
export async function createService(service: ServiceDefinition, env: Env): Promise<{ app: NestFastifyApplication; base: BaseEnv }> {
  const base = readEnv(baseEnv, env, service.name);
  const config = readEnv(service.config as ZodType<object>, env, service.name);
  const logger = Logger.create(service.name, base.LOG_LEVEL);
  const app = await NestFactory.create<NestFastifyApplication>(
    { ...ServiceKitModule.forService(service, { ...base, ...config }, logger), imports: [service.module] },
    new FastifyAdapter({
      bodyLimit: service.mostBodyBytes ?? MAX_BODY_BYTES,
      // The gateway sends the request id on; a client's own is only taken when it looks like one.
      genReqId: (request: { headers: Record<string, unknown> }) => {
        const given = request.headers['x-request-id'];
        return typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
      },
      forceCloseConnections: 'idle',
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionTimeout: NO_PROGRESS_MS,
      // Elsewhere an Upgrade header is ignored, as by a server that upgrades nothing (RFC 9110, section 7.8).
      http: {
        shouldUpgradeCallback: ({ url }) => service.upgradePath !== undefined && (url ?? '').startsWith(service.upgradePath),
        headersTimeout: HEADERS_TIMEOUT_MS,
        connectionsCheckingInterval: TIMEOUTS_EVERY_MS,
      },
      frameworkErrors: refuseUrl,
      clientErrorHandler: refuseConnection,
    }),
    { logger, abortOnError: false, bufferLogs: false },
  );
  app.getHttpServer().on('checkExpectation', refuseExpectation).on('timeout', endIdle);
  app.useGlobalFilters(new ProblemFilter(logger));
  app.useGlobalGuards(new AccessGuard(base.IDENTITY_KEY), new JsonLimitsGuard());
  app.useGlobalPipes(
    new ValidationPipe({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      exceptionFactory: (errors) => Problem.invalid(fieldErrors(errors).slice(0, MAX_FIELD_ERRORS).map(brief)),
    }),
  );
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    const traceId = request.headers['x-trace-id'];
    runInContext({ requestId: request.id, ...(typeof traceId === 'string' ? { traceId } : {}) }, done);
  });
  const unread = new UnreadBodies();
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    unread.answering(request, reply);
    done();
  });
  // Before any route is there: it takes hold of those that come after it. Requests stay as they are: nobody may make us unpack a small body
  // into a huge one.
  if (service.compressesAnswers) await app.register(fastifyCompress, { encodings: ['br', 'gzip'], globalDecompression: false });
  // They inherit nothing from the application: its guards and pipes are for HTTP.
  for (const strategy of app.get(Transports).all) app.connectMicroservice({ strategy });
  return { app, base };
}

/** Runs a service: validates its environment, starts it, listens. @throws {ConfigError} before anything is opened. */
export async function bootstrap(service: ServiceDefinition, env: Env): Promise<RunningService> {
  const { app, base } = await createService(service, env);
  await app.init();
  await app.startAllMicroservices();
  await app.listen(base.SERVICE_PORT, base.SERVICE_HOST);
  const port = (app.getHttpServer().address() as { port: number }).port;
  return { name: service.name, url: `http://${base.SERVICE_HOST}:${port}`, port, app, close: () => close(app) };
}

/**
 * A server closes when its last connection does. A connection whose request was being answered when the closing began stays open for
 * its caller's next one, which may be a minute away: it is closed as soon as it has its answer.
 */
async function close(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpServer();
  const sweep = setInterval(() => {
    if (!server.listening) server.closeIdleConnections();
  }, CLOSE_IDLE_EVERY_MS);
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
  }
}

/** `main.ts` of every service: runs it as a process of its own until SIGTERM, SIGINT, or its parent's end. */
export async function run(service: ServiceDefinition): Promise<void> {
  let running: RunningService;
  try {
    running = await bootstrap(service, process.env);
  } catch (error) {
    process.stderr.write(
      error instanceof ConfigError ? `${error.message}\n` : `${service.name} did not start: ${(error as Error).stack}\n`,
    );
    process.exit(1);
  }
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    // A connection that never ends must not hold the process for ever.
    setTimeout(() => process.exit(1), 15_000).unref();
    running.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
  process.send?.({ ready: true, url: running.url });
}
