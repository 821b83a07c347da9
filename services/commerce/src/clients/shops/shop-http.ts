import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { request, type Agent } from 'undici';
import { guardedAgent, readTarget } from '#egress';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import type { PollProblem } from '../../domain/connections/platforms.js';

/** A page of fifty orders with many lines has some megabytes. */
const MAX_ANSWER_BYTES = 10 * 1024 * 1024;

/** A shop's own API could not be used. */
export class ShopProblem extends Error {
  constructor(
    readonly problem: PollProblem,
    message: string,
  ) {
    super(message);
  }
}

/** Requests to addresses of shops, which companies choose: by the guard of `libs/egress`, no redirects, bounds for time and size. */
@Injectable()
export class ShopHttp implements BeforeApplicationShutdown {
  readonly #agent: Agent;
  readonly #allowPrivate: boolean;
  readonly #timeoutMs: number;

  constructor(@Inject(CONFIG) config: Config) {
    this.#allowPrivate = config.SHOPS_ALLOW_PRIVATE === '1';
    this.#timeoutMs = config.SHOP_TIMEOUT_MS;
    this.#agent = guardedAgent({ allowPrivate: this.#allowPrivate, connectTimeoutMs: config.SHOP_TIMEOUT_MS });
  }

  /** @returns the answer, read as JSON @throws {ShopProblem} */
  async call(
    address: string,
    { method = 'GET', headers, body }: { method?: 'GET' | 'POST' | 'PUT'; headers: Record<string, string>; body?: unknown },
  ): Promise<unknown> {
    const target = readTarget(address, { allowPrivate: this.#allowPrivate });
    if ('fault' in target) throw new ShopProblem('address_refused', `The address is refused (${target.fault}).`);
    const { status, text } = await this.#exchange(target.url, method, headers, body);
    if (status === 401 || status === 403) throw new ShopProblem('credentials_refused', `The shop answers with ${status}.`);
    if (status === 429 || status >= 500) throw new ShopProblem('unreachable', `The shop answers with ${status}.`);
    if (status < 200 || status >= 300) throw new ShopProblem('no_shop_api', `The shop answers with ${status}.`);
    try {
      return JSON.parse(text);
    } catch {
      throw new ShopProblem('no_shop_api', 'The shop answers with something that is not JSON.');
    }
  }

  async #exchange(url: URL, method: 'GET' | 'POST' | 'PUT', headers: Record<string, string>, body: unknown) {
    try {
      const answer = await request(url, {
        method,
        dispatcher: this.#agent,
        signal: AbortSignal.timeout(this.#timeoutMs),
        headers: {
          accept: 'application/json',
          'user-agent': 'Chasqui-Commerce/1.0',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const parts: Buffer[] = [];
      let size = 0;
      for await (const part of answer.body as AsyncIterable<Buffer>) {
        size += part.length;
        if (size > MAX_ANSWER_BYTES) throw new ShopProblem('no_shop_api', `The shop answers with more than ${MAX_ANSWER_BYTES} bytes.`);
        parts.push(part);
      }
      return { status: answer.statusCode, text: Buffer.concat(parts).toString('utf8') };
    } catch (error) {
      if (error instanceof ShopProblem) throw error;
      const { code, name } = error as { code?: string; name?: string };
      if (code === 'ENOTPUBLIC') throw new ShopProblem('address_refused', 'The name of the shop leads inside a network.');
      throw new ShopProblem('unreachable', `The shop could not be reached (${code ?? name ?? 'error'}).`);
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#agent.destroy();
  }
}
