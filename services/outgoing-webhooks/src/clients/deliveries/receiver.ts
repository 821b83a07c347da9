import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { request, type Agent } from 'undici';
import { callFault, guardedAgent, readTarget } from '#egress';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import { readRetryAfter, type Attempt } from '../../domain/deliveries/outcome.js';

const MAX_READ_BYTES = 64 * 1024;
const KEPT_BYTES = 1024;

/** A tenant's own system. */
@Injectable()
export class Receiver implements BeforeApplicationShutdown {
  readonly #agent: Agent;
  readonly #allowPrivate: boolean;
  readonly #timeoutMs: number;

  constructor(@Inject(CONFIG) config: Config) {
    this.#allowPrivate = config.WEBHOOKS_ALLOW_PRIVATE === '1';
    this.#timeoutMs = config.WEBHOOK_TIMEOUT_MS;
    // Connections are as many as deliveries: tenants may share a host.
    this.#agent = guardedAgent({ allowPrivate: this.#allowPrivate, connectTimeoutMs: config.WEBHOOK_TIMEOUT_MS });
  }

  /** Makes one request. Never throws: whatever happens is the attempt. */
  async deliver(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Attempt> {
    const begun = performance.now();
    const after = (): number => performance.now() - begun;
    // What was allowed when the endpoint was made may not be any more.
    const target = readTarget(url, { allowPrivate: this.#allowPrivate });
    if ('fault' in target) return { error: target.fault === 'private_address' ? target.fault : 'address', durationMs: after() };
    try {
      const response = await request(target.url, {
        method: 'POST',
        dispatcher: this.#agent,
        headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'Chasqui-Webhooks/1.0', accept: '*/*' },
        body,
        signal: AbortSignal.timeout(this.#timeoutMs),
      });
      const { statusCode } = response;
      const retryAfterMs = readRetryAfter(String(response.headers['retry-after'] ?? ''), Date.now());
      const answer = await beginningOf(response.body);
      return { statusCode, answer, durationMs: after(), ...(retryAfterMs ? { retryAfterMs } : {}) };
    } catch (error) {
      return { error: callFault(error), durationMs: after() };
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    // Whoever delivers has finished, or is given up: the lease brings it back.
    await this.#agent.destroy();
  }
}

/**
 * Reads so much of an answer that a connection can be used again, and keeps what a person wants to see. An answer that breaks off is one:
 * its status says what became of the event.
 */
async function beginningOf(body: AsyncIterable<Buffer> & { destroy(): unknown }): Promise<string> {
  const kept: Buffer[] = [];
  let read = 0;
  try {
    for await (const chunk of body) {
      if (read < KEPT_BYTES) kept.push(chunk.subarray(0, KEPT_BYTES - read));
      read += chunk.length;
      if (read > MAX_READ_BYTES) break;
    }
  } catch {
    // What came is kept.
  }
  return Buffer.concat(kept).toString('utf8').replaceAll('\0', '\ufffd');
}
