import { Inject, Injectable } from '@nestjs/common';
import { request } from 'undici';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import { listOf, objectOf, textOf, type Json } from '../../domain/connections/reading.js';

/** The version whose shapes are read here. */
const VERSION = '2026-09-30.endive';
const PAGE = 100;

/** Why an account did not do what it was asked. */
export type StripeFault = 'credentials_refused' | 'refused' | 'unreachable';

export class StripeProblem extends Error {
  constructor(
    readonly fault: StripeFault,
    message: string,
  ) {
    super(message);
  }
}

export interface Checkout {
  id: string;
  url: string;
  /** ISO 8601 */
  expiresAt: string;
}

/** A company's own Stripe account, by its key. Source: docs.stripe.com/api, of the version above. */
@Injectable()
export class StripeAccount {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Whether the key may look at checkouts: it is what links need. @throws {StripeProblem} */
  async check(apiKey: string): Promise<void> {
    await this.#call(apiKey, 'GET', 'checkout/sessions', { limit: 1 });
  }

  /** @param key the same one twice opens one checkout @throws {StripeProblem} */
  async open(apiKey: string, fields: Json, key: string): Promise<Checkout> {
    const session = await this.#call(apiKey, 'POST', 'checkout/sessions', fields, key);
    const [id, url, expires] = [textOf(session.id, 220), textOf(session.url, 2_000), Number(session.expires_at)];
    if (!id || !url || !Number.isSafeInteger(expires)) throw new StripeProblem('refused', 'Stripe gave no address to pay at.');
    return { id, url, expiresAt: new Date(expires * 1_000).toISOString() };
  }

  /** An open checkout takes no payment from then on; one that is over stays as it is. @throws {StripeProblem} */
  async end(apiKey: string, id: string): Promise<void> {
    const path = `checkout/sessions/${encodeURIComponent(id)}`;
    try {
      await this.#call(apiKey, 'POST', `${path}/expire`, {});
    } catch (error) {
      if (!(error instanceof StripeProblem) || error.fault !== 'refused') throw error;
      if ((await this.#call(apiKey, 'GET', path, {})).status === 'open') throw error;
    }
  }

  /** A page of events that did not arrive, the newest first. @param sinceSeconds Unix @throws {StripeProblem} */
  async missed(
    apiKey: string,
    types: readonly string[],
    sinceSeconds: number,
    after?: string,
  ): Promise<{ events: Json[]; isMore: boolean }> {
    const asked = {
      delivery_success: 'false',
      types,
      created: { gte: sinceSeconds },
      limit: PAGE,
      ...(after && { starting_after: after }),
    };
    const page = await this.#call(apiKey, 'GET', 'events', asked);
    return { events: listOf(page.data), isMore: page.has_more === true };
  }

  async #call(apiKey: string, method: 'GET' | 'POST', path: string, fields: Json, key?: string): Promise<Json> {
    const form = new URLSearchParams(flat(fields)).toString();
    const address = `${this.config.STRIPE_API_URL.replace(/\/+$/, '')}/v1/${path}`;
    let status: number;
    let body: Json | undefined;
    try {
      const answer = await request(method === 'GET' && form ? `${address}?${form}` : address, {
        method,
        signal: AbortSignal.timeout(this.config.SHOP_TIMEOUT_MS),
        headers: {
          authorization: `Bearer ${apiKey}`,
          'stripe-version': VERSION,
          ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }),
          ...(key && { 'idempotency-key': key }),
        },
        ...(method === 'POST' && { body: form }),
      });
      status = answer.statusCode;
      body = objectOf(await answer.body.json());
    } catch (error) {
      throw new StripeProblem('unreachable', `Stripe could not be reached (${(error as { code?: string }).code ?? 'error'}).`);
    }
    if (status >= 200 && status < 300 && body) return body;
    const said = textOf(objectOf(body?.error)?.message, 300) ?? `Stripe answers with ${status}.`;
    if (status === 401 || status === 403) throw new StripeProblem('credentials_refused', said);
    throw new StripeProblem(status === 409 || status === 429 || status >= 500 ? 'unreachable' : 'refused', said);
  }
}

/** As Stripe takes fields: `a[b][0]`. */
function flat(value: unknown, name = ''): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, part]) => flat(part, name ? `${name}[${key}]` : key));
}
