import Stripe from 'stripe';
import { paymentNoticeReceived } from '#contracts';
import type { RunningService } from '#service-kit';
import { eventually, type Infrastructure } from '#testing';
import { startGateway, startWorld } from './gateway-world.js';

const SECRET = 'whsec_test';
const stripe = new Stripe('sk_test_0');

let infra: Infrastructure;
let gateway: RunningService;

const eventOf = (id: string, object: object = { id: 'sub_1', object: 'subscription', customer: 'cus_1' }): string =>
  JSON.stringify({
    id,
    object: 'event',
    api_version: '2026-09-30.endive',
    type: 'customer.subscription.updated',
    created: Math.floor(Date.now() / 1_000),
    data: { object },
  });
const signed = (payload: string, options: { secret?: string; ageSeconds?: number } = {}): string =>
  stripe.webhooks.generateTestHeaderString({
    payload,
    secret: options.secret ?? SECRET,
    timestamp: Math.floor(Date.now() / 1_000) - (options.ageSeconds ?? 0),
  });
async function post(body: string, signature?: string, at = gateway): Promise<{ status: number; code?: string }> {
  const response = await fetch(`${at.url}/webhooks/stripe`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json; charset=utf-8', ...(signature !== undefined && { 'stripe-signature': signature }) },
  });
  const text = await response.text();
  return { status: response.status, ...(text && { code: (JSON.parse(text) as { code: string }).code }) };
}
const taken = () => infra.outboxEvents(paymentNoticeReceived);

beforeAll(async () => {
  infra = await startWorld();
  gateway = await startGateway(infra, { STRIPE_WEBHOOK_SECRET: SECRET });
}, 60_000);
afterAll(async () => {
  await gateway?.close();
  await infra?.stop();
}, 30_000);

describe('the door of Stripe', () => {
  it('refuses what is forged, old, changed or unsigned, and keeps nothing of it', async () => {
    const body = eventOf('evt_forged');
    const refused = { status: 401, code: 'invalid_signature' };
    expect(await post(body)).toEqual(refused);
    expect(await post(body, 't=1,v1=00')).toEqual(refused);
    expect(await post(body, signed(body, { secret: 'whsec_other' }))).toEqual(refused);
    expect(await post(body, signed(body, { ageSeconds: 600 }))).toEqual(refused);
    expect(await post(`${body} `, signed(body))).toEqual(refused);
    expect(await taken()).toEqual([]);
  });

  it('keeps the names of what came, and nothing else, before it answers; again it has the same id', async () => {
    const object = { id: 'sub_1', object: 'subscription', customer: 'cus_1', metadata: { secret: 'of the customer' } };
    const body = eventOf('evt_1', object);
    expect(await post(body, signed(body))).toEqual({ status: 200 });
    const [first] = await taken();
    expect(first!.data).toEqual({
      provider: 'stripe',
      noticeId: 'evt_1',
      type: 'customer.subscription.updated',
      object: { type: 'subscription', id: 'sub_1' },
      customerId: 'cus_1',
    });
    expect(await post(body, signed(body))).toEqual({ status: 200 });
    const all = await taken();
    expect(all.map(({ id }) => id)).toEqual([first!.id, first!.id]);
    expect(JSON.stringify(all)).not.toContain('of the customer');
  });

  it('takes 500 KB, which is more than a caller without credentials may send elsewhere, and refuses more', async () => {
    const object = (size: number) => ({ id: 'in_1', object: 'invoice', customer: 'cus_1', note: 'x'.repeat(size) });
    const [large, tooLarge] = [eventOf('evt_large', object(500_000)), eventOf('evt_too_large', object(600_000))];
    expect(await post(large, signed(large))).toEqual({ status: 200 });
    expect((await post(tooLarge, signed(tooLarge)).catch(() => ({ status: 413 }))).status).toBe(413);
  });

  it('passes over what is about nothing with an id: sent again it would be the same', async () => {
    const before = (await taken()).length;
    const body = JSON.stringify({ id: 'evt_2', type: 'balance.available', data: { object: { object: 'balance' } } });
    expect(await post(body, signed(body))).toEqual({ status: 200 });
    expect(await taken()).toHaveLength(before);
  });

  it('without a secret there is no such door', async () => {
    const closed = await startGateway(infra);
    try {
      const body = eventOf('evt_3');
      expect(await post(body, signed(body), closed)).toEqual({ status: 404, code: 'payments_off' });
    } finally {
      await closed.close();
    }
  }, 60_000);

  it('answers 503 while Postgres is away, so that Stripe sends it again, and takes it then', async () => {
    await infra.killPostgres();
    const body = eventOf('evt_4');
    expect(await post(body, signed(body))).toEqual({ status: 503, code: 'journal_unavailable' });
    await infra.startPostgres();
    await eventually(async () => expect(await post(body, signed(body))).toEqual({ status: 200 }), { timeoutMs: 20_000 });
    expect((await taken()).map(({ data }) => data.noticeId)).toContain('evt_4');
  }, 60_000);
});
