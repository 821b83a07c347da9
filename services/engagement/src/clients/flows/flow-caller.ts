import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { request, type Agent } from 'undici';
import { callFault, guardedAgent, readTarget } from '#egress';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import type { Called, CallRequest } from '../../domain/flows/calls.js';

/** For one try, from the look-up of the name to the last byte. */
export const CALL_TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024;

/** `isPassing`: another try may go better. */
export type Tried = Called & { isPassing?: boolean };

/** Systems that a company's flows ask. */
@Injectable()
export class FlowCaller implements BeforeApplicationShutdown {
  readonly #agent: Agent;
  readonly #allowPrivate: boolean;

  constructor(@Inject(CONFIG) config: Config) {
    this.#allowPrivate = config.FLOWS_ALLOW_PRIVATE === '1';
    this.#agent = guardedAgent({ allowPrivate: this.#allowPrivate, connectTimeoutMs: CALL_TIMEOUT_MS });
  }

  /** Makes one request. Never throws: whatever happens is what came of it. */
  async call({ method, url, body }: CallRequest, headers: Readonly<Record<string, string>>): Promise<Tried> {
    const target = readTarget(url, { allowPrivate: this.#allowPrivate });
    if ('fault' in target) return { failure: target.fault === 'private_address' ? target.fault : 'address' };
    try {
      const response = await request(target.url, {
        method,
        dispatcher: this.#agent,
        headers: {
          ...headers,
          ...(body && { 'content-type': 'application/json' }),
          'user-agent': 'Chasqui-Flows/1.0',
          accept: 'application/json',
        },
        body: body || null,
        signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
      });
      const { statusCode } = response;
      const text = await textOf(response.body);
      if (statusCode < 200 || statusCode > 299) {
        return { failure: `http_${statusCode}`, isPassing: statusCode === 429 || statusCode >= 500 };
      }
      return text === undefined ? { failure: 'answer_too_large' } : { answer: readJson(text) };
    } catch (error) {
      const failure = callFault(error);
      return { failure, isPassing: failure !== 'private_address' && failure !== 'certificate' };
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    // Whoever calls has finished, or is given up: it is called again.
    await this.#agent.destroy();
  }
}

/** @returns undefined for one that is longer than anybody needs */
async function textOf(body: AsyncIterable<Buffer>): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let read = 0;
  for await (const chunk of body) {
    read += chunk.length;
    if (read > MAX_ANSWER_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8').replaceAll('\0', '\ufffd');
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
