import type { Readable } from 'node:stream';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Pool } from 'undici';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';

const CONNECT_TIMEOUT_MS = 2_000;
const CONNECTIONS = 64;
/** Beside them: files take as long as their senders and readers do, and keep nobody else waiting. */
const STREAMS = 64;

export interface ServiceRequest {
  method: string;
  /** With its query. */
  path: string;
  headers: Record<string, string | string[]>;
  body: Buffer | Readable | undefined;
  signal: AbortSignal;
  /** A file comes or goes. */
  isStream: boolean;
}

export interface ServiceAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Readable;
}

/** `refused`: the request did not reach the service. `timeout`, `broken`: it may have done its work. `aborted`: the caller left. */
export class ServiceCallFailed extends Error {
  constructor(
    readonly reason: 'unconfigured' | 'refused' | 'timeout' | 'broken' | 'aborted',
    service: string,
    options?: ErrorOptions,
  ) {
    super(`${service}: ${reason}`, options);
  }
}

/** Calls services over HTTP on connections that stay open. */
@Injectable()
export class ServicesClient implements OnApplicationShutdown {
  readonly #pools = new Map<string, { calls: Pool; streams: Pool }>();

  constructor(@Inject(CONFIG) private readonly config: Config) {
    for (const [service, url] of config.SERVICE_URLS) {
      this.#pools.set(service, { calls: poolOf(url, CONNECTIONS), streams: poolOf(url, STREAMS) });
    }
  }

  get services(): string[] {
    return [...this.#pools.keys()];
  }

  /** @throws {ServiceCallFailed} whatever a service answers is an answer */
  async request(service: string, request: ServiceRequest, timeoutMs = this.config.FORWARD_TIMEOUT_MS): Promise<ServiceAnswer> {
    const pools = this.#pools.get(service);
    if (!pools) throw new ServiceCallFailed('unconfigured', service);
    const pool = request.isStream ? pools.streams : pools.calls;
    try {
      const { statusCode, headers, body } = await pool.request({
        method: request.method as 'GET',
        path: request.path,
        headers: request.headers,
        body: request.body ?? null,
        signal: request.signal,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      });
      return { status: statusCode, headers, body };
    } catch (error) {
      throw new ServiceCallFailed(reasonOf(error as Error & { code?: string }), service, { cause: error });
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.#pools.values()].flatMap(({ calls, streams }) => [calls.destroy(), streams.destroy()]));
  }
}

function poolOf(url: string, connections: number): Pool {
  const pool = new Pool(url, { connections, connect: { timeout: CONNECT_TIMEOUT_MS } });
  // Told to whoever makes the next request.
  pool.on('connectionError', () => undefined);
  return pool;
}

function reasonOf(error: Error & { code?: string }): ServiceCallFailed['reason'] {
  if (error.name === 'AbortError' || error.code === 'UND_ERR_ABORTED') return 'aborted';
  if (error.name === 'TimeoutError') return 'timeout';
  switch (error.code) {
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'UND_ERR_BODY_TIMEOUT':
      return 'timeout';
    case 'ECONNREFUSED':
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EHOSTUNREACH':
      return 'refused';
    default:
      return 'broken';
  }
}
