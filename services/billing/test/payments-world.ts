import { v7 } from 'uuid';
import { paymentNoticeReceived } from '#contracts';
import { idFrom, type RunningService } from '#service-kit';
import { StripeStandIn } from '#local-servers/stripe-stand-in/stripe-stand-in.js';
import type { StripeObject } from '#local-servers/stripe-stand-in/books.js';
import { asMember, asSuperadmin, startInfrastructure, startService, type Infrastructure } from '#testing';
import { readStripeNotice } from '../../gateway/src/domain/payments/stripe-notice.js';
import { verifyStripeSignature } from '../../gateway/src/domain/payments/stripe-signature.js';
import { MODULES } from '../../../deploy/migrations.js';
import { service } from '../src/service.js';

export type Json = Record<string, any>;
const SECRET = 'whsec_test';
const NO_TENANT = '00000000-0000-0000-0000-000000000000';

/** Billing with a stand-in for Stripe, whose events come only when a test delivers them. */
export class PaymentsWorld {
  private constructor(
    readonly infra: Infrastructure,
    readonly stripe: StripeStandIn,
    readonly billing: RunningService,
    private readonly env: Record<string, string>,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<PaymentsWorld> {
    const infra = await startInfrastructure({ modules: MODULES });
    const stripe = await StripeStandIn.start({ webhookSecret: SECRET, webhookUrl: null });
    const settings = { STRIPE_SECRET_KEY: 'sk_test_0', STRIPE_API_URL: stripe.url, PUBLIC_URL: 'https://chat.example.com', ...env };
    const billing = await startService(infra, service, settings);
    const world = new PaymentsWorld(infra, stripe, billing, settings);
    for (const [plan, amountMinor] of [
      ['starter', 1_900],
      ['growth', 4_900],
    ] as const) {
      await world.call('PUT', `/plans/${plan}`, asSuperadmin(infra), { limits: {}, price: { amountMinor, currency: 'USD' } });
    }
    return world;
  }

  /** Billing once more, beside the first. */
  another = (): Promise<RunningService> => startService(this.infra, service, this.env);

  async stop(): Promise<void> {
    await this.billing.close();
    await this.stripe.stop();
    await this.infra.stop();
  }

  async call(method: string, path: string, headers: Record<string, string>, body?: unknown): Promise<{ status: number; body: Json }> {
    const response = await fetch(`${this.billing.url}/api/v1/billing${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text ? (JSON.parse(text) as Json) : {} };
  }

  asOwner = (tenant: string): Record<string, string> => asMember(this.infra, tenant, 'owner');
  checkout = (tenant: string, body: object) => this.call('POST', `/tenants/${tenant}/checkout`, this.asOwner(tenant), body);
  quota = async (tenant: string): Promise<Json> => (await this.call('GET', `/tenants/${tenant}/quota`, this.asOwner(tenant))).body;
  payments = async (tenant: string): Promise<Json> => (await this.call('GET', `/tenants/${tenant}/payments`, this.asOwner(tenant))).body;

  /** A new tenant at a checkout. @returns the tenant and the session of the stand-in */
  async atCheckout(body: object): Promise<{ tenant: string; session: string }> {
    const tenant = v7();
    const { status, body: answer } = await this.checkout(tenant, body);
    if (status !== 200) throw new Error(JSON.stringify(answer));
    return { tenant, session: (answer.url as string).split('/').at(-1)! };
  }

  /** A new tenant that has paid a checkout of a plan; nothing of it was delivered. @returns the tenant and its subscription */
  async bought(plan: string): Promise<{ tenant: string; subscription: string }> {
    const { tenant, session } = await this.atCheckout({ plan });
    return { tenant, subscription: this.stripe.books.pay(session).subscription as string };
  }

  /** Delivers an event as the gateway does, after its check. */
  async deliver(event: StripeObject): Promise<void> {
    const { body, signature } = this.stripe.signed(event);
    const bytes = Buffer.from(body);
    if (!verifyStripeSignature(bytes, signature, SECRET, Math.floor(Date.now() / 1_000))) throw new Error('the stand-in signs wrongly');
    const { data, createdMs } = readStripeNotice(bytes)!;
    await this.infra.publish(paymentNoticeReceived, NO_TENANT, data, { id: idFrom(data.noticeId, new Date(createdMs)) });
  }

  /** Delivers what was not yet, in its order, and waits until it is taken. */
  async deliverAll(): Promise<void> {
    for (const event of this.stripe.books.events.slice(this.#delivered)) await this.deliver(event);
    this.#delivered = this.stripe.books.events.length;
    await this.infra.settled('billing');
  }

  #delivered = 0;

  /** What another service reads before it sends or answers. */
  async limits(tenant: string): Promise<Record<string, number | null>> {
    const rows = await this.infra.rows<{ meter: string; limit: string | null }>(
      `select meter, limit_amount as "limit" from billing.quotas where tenant_id = $1 order by meter`,
      [tenant],
    );
    return Object.fromEntries(rows.map(({ meter, limit }) => [meter, limit === null ? null : Number(limit)]));
  }
}
