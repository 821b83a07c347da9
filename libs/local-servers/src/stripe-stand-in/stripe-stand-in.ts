import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { replaceFile } from '../replace-file.js';
import { StripeBooks, type Price, type StripeObject } from './books.js';
import { readForm } from './form.js';
import { actInPortal, checkoutPage, portalPage } from './pages.js';

const HOST = '127.0.0.1';
const MAX_BODY_BYTES = 64 * 1024;
const TRIES = 4;
const BETWEEN_TRIES_MS = 1_000;
/** What the file keeps of events; the newest. */
const MAX_EVENTS = 1_000;

export interface StripeStandInOptions {
  port?: number;
  /** Of the webhook's signatures. */
  webhookSecret: string;
  /** Where events are posted; null: nowhere, so that they can be listed as not delivered. */
  webhookUrl: string | null;
  /** The only key that it takes. Left out: any. */
  apiKey?: string;
  /** Where it keeps what it knows, for the next start. Left out: nowhere. */
  file?: string;
}

interface Answer {
  status: number;
  body?: unknown;
  html?: string;
  location?: string;
}

const stripe = new Stripe('sk_test_stand_in');

/**
 * Stands in for Stripe on this machine: those calls of its API that are used here, checkout and portal as pages that a person can press,
 * and webhooks with signatures as Stripe makes them. For the demo and for tests; it takes any key and moves no money.
 */
export class StripeStandIn {
  readonly books: StripeBooks;
  /** Ids of events that were taken. */
  readonly #delivered = new Set<string>();
  readonly #made = new Map<string, StripeObject>();
  readonly #waiting = new Set<NodeJS.Timeout>();
  readonly #server: Server;
  #stopped = false;

  private constructor(private readonly options: StripeStandInOptions) {
    this.books = new StripeBooks((event) => {
      this.#keep();
      if (options.webhookUrl) this.#later(() => this.#deliver(event, 1), 0);
    });
    this.#restore();
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(options: StripeStandInOptions): Promise<StripeStandIn> {
    const standIn = new StripeStandIn(options);
    await new Promise<void>((listening, failed) => {
      standIn.#server.once('error', failed).listen(options.port ?? 0, HOST, listening);
    });
    return standIn;
  }

  get url(): string {
    return `http://${HOST}:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#waiting) clearTimeout(timer);
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }

  /** An event as it is posted: its bytes and the header of its signature. */
  signed(event: StripeObject): { body: string; signature: string } {
    const body = JSON.stringify(event);
    return { body, signature: stripe.webhooks.generateTestHeaderString({ payload: body, secret: this.options.webhookSecret }) };
  }

  async #deliver(event: StripeObject, attempt: number): Promise<void> {
    const { body, signature } = this.signed(event);
    const headers = { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature };
    const isTaken = await fetch(this.options.webhookUrl!, { method: 'POST', body, headers, signal: AbortSignal.timeout(10_000) }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isTaken) this.#delivered.add(event.id);
    else if (attempt < TRIES && !this.#stopped) this.#later(() => this.#deliver(event, attempt + 1), attempt * BETWEEN_TRIES_MS);
  }

  #later(work: () => Promise<void>, ms: number): void {
    const timer = setTimeout(() => {
      this.#waiting.delete(timer);
      void work();
    }, ms);
    this.#waiting.add(timer);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let answer: Answer;
    try {
      const body = await bodyOf(request);
      answer = this.#isRefused(request)
        ? NO_KEY
        : this.#answer(request.method ?? 'GET', new URL(request.url ?? '/', this.url), body, request.headers['idempotency-key']);
    } catch (error) {
      answer = { status: 500, body: { error: { type: 'api_error', message: (error as Error).message } } };
    }
    const { status, body, html, location } = answer;
    response.writeHead(status, {
      'content-type': html === undefined ? 'application/json' : 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      ...(location && { location }),
    });
    response.end(html ?? (body === undefined ? '' : JSON.stringify(body)));
  }

  #isRefused({ url, headers }: IncomingMessage): boolean {
    const { apiKey } = this.options;
    return apiKey !== undefined && url!.startsWith('/v1/') && headers.authorization !== `Bearer ${apiKey}`;
  }

  #answer(method: string, url: URL, body: string, key: string | string[] | undefined): Answer {
    const page = /^\/(pay|portal)\/([\w-]+)$/.exec(url.pathname);
    if (page) return this.#page(method, page[1]!, page[2]!, readForm(body).do);
    if (!url.pathname.startsWith('/v1/')) return missing('page', url.pathname);
    const parameters = readForm(method === 'GET' ? url.search.slice(1) : body);
    // As Stripe: the same key gives the first answer again.
    const known = typeof key === 'string' ? this.#made.get(key) : undefined;
    if (known) return { status: 200, body: known };
    const answer = this.#call(`${method} ${url.pathname.slice(4)}`, parameters);
    if (typeof key === 'string' && answer.status === 200) this.#made.set(key, answer.body as StripeObject);
    this.#keep();
    return answer;
  }

  #call(call: string, given: Record<string, any>): Answer {
    const { books } = this;
    const id = /\/(?!sessions$)([\w-]+)$/.exec(call)?.[1] ?? '';
    const one = (object: string): Answer => {
      const found = books.find(object, id);
      return found ? { status: 200, body: found } : missing(object, id);
    };
    if (call === 'POST customers') return { status: 200, body: books.customer(given.metadata ?? {}) };
    if (call === 'GET prices') return list(books.all('price').filter((price) => given.lookup_keys?.includes(price.lookup_key)));
    if (call === 'POST prices') return { status: 200, body: books.price({ ...given, unit_amount: Number(given.unit_amount) } as Price) };
    if (call === 'POST checkout/sessions') return this.#open('checkout.session', 'pay', given);
    if (call === 'POST refunds') {
      if (!books.find('payment_intent', given.payment_intent)) return missing('payment_intent', given.payment_intent);
      return { status: 200, body: books.refund(given.payment_intent, Number(given.amount)) };
    }
    if (call === 'POST payment_intents') return this.#charge(given);
    const methodsOf = /^GET customers\/([\w-]+)\/payment_methods$/.exec(call)?.[1];
    if (methodsOf !== undefined) return list(books.methodsOf(methodsOf).slice(0, Number(given.limit ?? 10)));
    if (call === 'POST billing_portal/sessions') return this.#open('billing_portal.session', 'portal', given);
    const isOfList = (each: StripeObject): boolean => each.customer === given.customer;
    if (/^GET (subscriptions|checkout\/sessions)$/.test(call) && given.customer !== undefined && !books.find('customer', given.customer)) {
      return missing('customer', given.customer);
    }
    if (call === 'GET checkout/sessions') {
      return list(books.all('checkout.session').filter((session) => isOfList(session) && session.status === given.status));
    }
    const ended = /^POST checkout\/sessions\/([\w-]+)\/expire$/.exec(call)?.[1];
    if (ended !== undefined) return this.#expire(ended);
    if (call.startsWith('DELETE subscriptions/')) {
      const found = books.find('subscription', id);
      if (!found || found.status === 'canceled') return missing('subscription', id);
      books.cancel(id);
      return { status: 200, body: found };
    }
    if (call === 'GET subscriptions') {
      const isShown = ({ status }: StripeObject): boolean => given.status === 'all' || status !== 'canceled';
      const found = books.all('subscription').filter((each) => isOfList(each) && isShown(each));
      return list(found.reverse().map((subscription) => books.withInvoice(subscription)));
    }
    if (call === 'GET events') {
      const isAsked = ({ type }: StripeObject): boolean => given.types?.includes(type) ?? true;
      const missed = books.events.filter((event) => !this.#delivered.has(event.id) && isAsked(event));
      return list(missed.filter(({ created }) => created >= Number(given.created?.gte ?? 0)).reverse());
    }
    if (call.startsWith('POST subscriptions/')) {
      if (!books.find('subscription', id)) return missing('subscription', id);
      return { status: 200, body: books.withInvoice(books.change(id, given.items[0].price)) };
    }
    if (call.startsWith('GET checkout/sessions/')) return one('checkout.session');
    if (call === 'GET disputes') return list(books.all('dispute').filter((dispute) => dispute.payment_intent === given.payment_intent));
    if (call.startsWith('GET payment_intents/')) {
      const payment = books.find('payment_intent', id);
      return payment ? { status: 200, body: books.withCharge(payment) } : missing('payment_intent', id);
    }
    const object = {
      charges: 'charge',
      refunds: 'refund',
      disputes: 'dispute',
      customers: 'customer',
      subscriptions: 'subscription',
      invoices: 'invoice',
    }[call.replace(/^GET |\/.*$/g, '')];
    return object ? one(object) : missing('route', call);
  }

  #open(object: 'checkout.session' | 'billing_portal.session', path: string, given: Record<string, any>): Answer {
    const session = this.books.open(object, given);
    session.url = `${this.url}/${path}/${session.id}`;
    return { status: 200, body: session };
  }

  #charge(given: Record<string, any>): Answer {
    if (!this.books.find('payment_method', given.payment_method)) return missing('payment_method', given.payment_method);
    const { customer, currency, payment_method, metadata } = given;
    const made = this.books.charge({ customer, currency, payment_method, metadata, amount: Number(given.amount) });
    if (made) return { status: 200, body: made };
    const error = { type: 'card_error', code: 'card_declined', decline_code: 'generic_decline', message: 'Your card was declined.' };
    return { status: 402, body: { error } };
  }

  #expire(id: string): Answer {
    const session = this.books.find('checkout.session', id);
    if (!session) return missing('checkout.session', id);
    if (session.status === 'open') return { status: 200, body: this.books.expire(id) };
    const message = `Only Checkout Sessions with a status in ["open"] can be expired. This one is ${session.status}.`;
    return { status: 400, body: { error: { type: 'invalid_request_error', message } } };
  }

  #page(method: string, kind: string, id: string, pressed: string | undefined): Answer {
    const { books } = this;
    const session = books.find(kind === 'pay' ? 'checkout.session' : 'billing_portal.session', id);
    if (!session) return missing('page', id);
    if (kind === 'pay') {
      if (method === 'GET' && session.status === 'open') return { status: 200, html: checkoutPage(books, session) };
      if (pressed === 'pay') books.pay(id);
      return { status: 303, location: session.status === 'expired' ? session.cancel_url : session.success_url };
    }
    if (method === 'GET') return { status: 200, html: portalPage(books, session) };
    actInPortal(books, session, pressed);
    return { status: 303, location: `/portal/${id}` };
  }

  #keep(): void {
    const { file } = this.options;
    if (!file) return;
    const { objects, events } = this.books;
    const kept = { objects: [...objects.values()], events: events.slice(-MAX_EVENTS), delivered: [...this.#delivered].slice(-MAX_EVENTS) };
    replaceFile(file, JSON.stringify(kept), 0o600);
  }

  #restore(): void {
    const { file } = this.options;
    if (!file || !existsSync(file)) return;
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { objects: StripeObject[]; events: StripeObject[]; delivered: string[] };
    for (const object of kept.objects) this.books.objects.set(object.id, object);
    // The items and prices of a subscription are the objects themselves, not copies of them.
    for (const subscription of this.books.all('subscription')) {
      subscription.items.data = subscription.items.data.map((item: StripeObject) => this.books.objects.get(item.id) ?? item);
    }
    this.books.events.push(...kept.events);
    for (const id of kept.delivered) this.#delivered.add(id);
  }
}

const list = (data: StripeObject[]): Answer => ({ status: 200, body: { object: 'list', data, has_more: false, url: '/v1' } });

const NO_KEY: Answer = { status: 401, body: { error: { type: 'invalid_request_error', message: 'Invalid API Key provided.' } } };

const missing = (what: string, id: string): Answer => ({
  status: 404,
  body: { error: { type: 'invalid_request_error', code: 'resource_missing', message: `No such ${what}: '${id}'` } },
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += (part as Buffer).length;
    if (bytes > MAX_BODY_BYTES) throw new RangeError(`a body has at most ${MAX_BODY_BYTES} bytes`);
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}
