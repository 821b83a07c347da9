import { CUSTOMER, until, useSimulator } from './simulator-world.js';

describe('the marketing route of the simulator', () => {
  const { receiver, call, graph, send } = useSimulator();
  const patch = (body: object) => call('PATCH', '/simulator/numbers/100', body);
  const codeOf = ({ status, body }: { status: number; body: any }): number => (status === 200 ? 200 : body.error.code);
  const create = async (more: object = {}) => {
    const made = await graph('POST', '900/message_templates', {
      name: 'sale',
      category: 'MARKETING',
      language: 'en',
      components: [{ type: 'BODY', text: 'Sale!' }],
      ...more,
    });
    if (made.status === 200)
      await until('the review', () =>
        receiver.values().some(({ event, message_template_name: name }) => event === 'APPROVED' && name === 'sale'),
      );
    return made;
  };
  const sale = { type: 'template', template: { name: 'sale', language: { code: 'en' } } };
  const market = (body: object) => graph('POST', '100/marketing_messages', { messaging_product: 'whatsapp', to: `+${CUSTOMER}`, ...body });
  const pricing = () => until('a delivery', () => receiver.statuses().find(({ status }) => status === 'delivered')?.pricing);

  it('takes marketing templates of accounts that may, and prices them as such', async () => {
    await create();
    await patch({ marketingMessages: 'on' });
    await until('the signing', () => receiver.values().some(({ event }) => event === 'MM_LITE_TERMS_SIGNED'));
    const { status, body } = await market({ ...sale, product_policy: 'CLOUD_API_FALLBACK', message_activity_sharing: true });
    expect([status, body.messages[0].message_status]).toEqual([200, 'accepted']);
    expect(await pricing()).toEqual({ billable: true, pricing_model: 'PMP', type: 'regular', category: 'marketing_lite' });
  });

  it('takes nothing else', async () => {
    await create();
    await patch({ marketingMessages: 'on' });
    expect(codeOf(await market({ type: 'text', text: { body: 'hi' } }))).toBe(134100);
    expect(codeOf(await market({ type: 'template', template: { name: 'hello_world', language: { code: 'en_US' } } }))).toBe(134100);
    expect(codeOf(await market({ ...sale, product_policy: 'CHEAPEST' }))).toBe(100);
    expect(codeOf(await market({ ...sale, message_activity_sharing: 'yes' }))).toBe(100);
    expect(codeOf(await market({ type: 'template', template: { name: 'nope', language: { code: 'en' } } }))).toBe(132001);
  });

  it('refuses accounts that may not, or not yet, and lets the rest go by the Cloud API where that is allowed', async () => {
    await create();
    expect(codeOf(await market(sale))).toBe(134102);
    await patch({ marketingMessages: 'syncing' });
    expect(codeOf(await market(sale))).toBe(134101);
    await patch({ marketingMessages: 'fallback' });
    expect(codeOf(await market({ ...sale, product_policy: 'STRICT' }))).toBe(134102);
    expect(codeOf(await market(sale))).toBe(200);
    expect((await pricing()).category).toBe('marketing');
  });

  it('refuses marketing by the Cloud API where an account has ended that', async () => {
    await create();
    await patch({ marketingOnCloudApi: false });
    expect(codeOf(await send(sale))).toBe(131063);
    expect(codeOf(await send({ type: 'template', template: { name: 'hello_world', language: { code: 'en_US' } } }))).toBe(200);
  });

  it('charges a max price or less, and only on this route', async () => {
    await create({ optimization_spec: { bid_amount: 2_500, bid_strategy: 'LOWEST_COST_WITH_BID_CAP' } });
    await patch({ marketingMessages: 'on' });
    receiver.clear();
    await market(sale);
    const { price } = (await pricing()) as { price: { amount_micros: number; currency: string } };
    expect(price.currency).toBe('USD');
    // 25.00 for a thousand is 0.025 for one.
    expect(price.amount_micros).toBeGreaterThanOrEqual(17_500);
    expect(price.amount_micros).toBeLessThanOrEqual(25_000);
    expect(receiver.statuses().find(({ status }) => status === 'sent').pricing).not.toHaveProperty('price');
    receiver.clear();
    await send(sale);
    expect(await pricing()).not.toHaveProperty('price');
  });

  it('changes a max price without a review, and refuses what is none', async () => {
    const { body } = await create();
    expect((await graph('POST', body.id as string, { optimization_spec: { bid_amount: 900 } })).body).toEqual({ success: true });
    expect((await graph('GET', `${body.id}?fields=status,optimization_spec`)).body).toEqual({
      id: body.id,
      status: 'APPROVED',
      optimization_spec: { bid_amount: 900 },
    });
    expect(codeOf(await create({ name: 'other', optimization_spec: { bid_amount: 0 } }))).toBe(100);
    expect(codeOf(await create({ name: 'other', bid_spec: { bid_amount: 900 } }))).toBe(100);
    expect(codeOf(await create({ name: 'other', category: 'UTILITY', optimization_spec: { bid_amount: 900 } }))).toBe(100);
  });
});
