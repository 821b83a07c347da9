import { eventually, System, textBody, textChange, type DemoTenant } from './system.js';

describe('a customer’s question', () => {
  let system: System;
  let acme: DemoTenant;
  let beta: DemoTenant;

  beforeAll(async () => {
    system = await System.start();
    [acme, beta] = [system.tenant('acme-corp'), system.tenant('beta-store')];
  }, 120_000);
  afterAll(async () => system?.destroy(), 60_000);

  const number = (tenant: DemoTenant): [string, string] => [tenant.outlets[0]!.phoneNumberId, tenant.outlets[0]!.wabaId];
  const conversations = async (tenant: DemoTenant, phone: string) =>
    (
      await system.api<{ items: { id: string; owner: string; state: string; contact: { phone: string } }[] }>(
        `/conversations?phone=${phone}`,
        { as: tenant },
      )
    ).body.items;
  const messages = async (tenant: DemoTenant, conversationId: string) =>
    (
      await system.api<{ items: { seq: number; direction: string; author: string; text: string; status: string; wamid?: string }[] }>(
        `/conversations/${conversationId}/messages?limit=200`,
        { as: tenant },
      )
    ).body.items;
  const settled = (): Promise<void> =>
    eventually(
      async () => {
        const { items } = await system.ledger();
        expect(items.pending).toBe(0);
      },
      { timeoutMs: 30_000 },
    );

  it('is answered on the phone from that tenant’s own knowledge, for every example of both tenants', async () => {
    let phone = 15550200000;
    for (const tenant of [acme, beta]) {
      for (const { question, answerContains } of tenant.knowledgeBases[0]!.examples) {
        const customer = String(phone++);
        await system.customerWrites(tenant, customer, question);
        const [answer] = await eventually(
          async () => {
            const answers = await system.answers(tenant, customer);
            expect(answers).toHaveLength(1);
            return answers;
          },
          { timeoutMs: 20_000 },
        );
        expect({ question, answer }).toEqual({ question, answer: expect.stringContaining(answerContains) });
      }
    }
  }, 120_000);

  it('shows in the conversation with the answer’s delivery, through the REST interface', async () => {
    const wamid = await system.customerWrites(acme, '15550210001', 'How long does standard shipping take?');
    await eventually(
      async () => {
        const [conversation] = await conversations(acme, '15550210001');
        expect(conversation).toMatchObject({ owner: 'bot', state: 'open', contact: { phone: expect.stringContaining('15550210001') } });
        const items = await messages(acme, conversation!.id);
        expect(items).toMatchObject([
          { seq: 1, direction: 'inbound', author: 'customer', wamid },
          { seq: 2, direction: 'outbound', author: 'bot', status: 'delivered', wamid: expect.any(String) },
        ]);
      },
      { timeoutMs: 20_000 },
    );
  }, 30_000);

  it('that the knowledge cannot answer is handed to a person, and the customer is told once', async () => {
    await system.customerWrites(acme, '15550210002', 'Can you recommend a good dentist for my grandmother in Helsinki?');
    await eventually(async () => expect(await system.answers(acme, '15550210002')).toHaveLength(1), { timeoutMs: 20_000 });
    const [conversation] = await conversations(acme, '15550210002');
    expect(conversation).toMatchObject({ owner: 'none', state: 'pending', handoffReason: 'no_answer' });
    await system.customerWrites(acme, '15550210002', 'Hello? What are your opening hours?');
    await settled();
    expect(await system.answers(acme, '15550210002')).toHaveLength(1);
  }, 40_000);

  it('delivered five times at once is one row and one reply', async () => {
    const body = textBody(...number(acme), [{ wamid: 'wamid.FIVE', from: '15550210003', text: 'Where is your showroom?' }]);
    const statuses = await Promise.all(Array.from({ length: 5 }, () => system.webhook(body)));
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
    await eventually(async () => expect(await system.answers(acme, '15550210003')).toHaveLength(1), { timeoutMs: 20_000 });
    await settled();
    const [conversation, ...others] = await conversations(acme, '15550210003');
    expect(others).toEqual([]);
    expect((await messages(acme, conversation!.id)).filter((message) => message.direction === 'inbound')).toHaveLength(1);
    expect(await system.answers(acme, '15550210003')).toHaveLength(1);
  }, 40_000);

  it('of ten customers at one instant, and of one customer at both tenants, finds the right conversation each time', async () => {
    const customers = Array.from({ length: 10 }, (_, index) => `1555022000${index}`);
    await Promise.all(
      customers.flatMap((from, index) =>
        [acme, beta].map((tenant) =>
          system.webhook(
            textBody(...number(tenant), [
              { wamid: `wamid.TEN.${tenant.slug}.${index}`, from, text: `What are your opening hours? I am ${index}` },
            ]),
          ),
        ),
      ),
    );
    for (const tenant of [acme, beta]) {
      for (const [index, from] of customers.entries()) {
        await eventually(
          async () => {
            const found = await conversations(tenant, from);
            expect(found).toHaveLength(1);
            const items = await messages(tenant, found[0]!.id);
            expect(items.map((message) => message.author)).toEqual(['customer', 'bot']);
            expect(items[0]!.text).toBe(`What are your opening hours? I am ${index}`);
            expect(items[1]!.text).toContain(tenant.knowledgeBases[0]!.examples[0]!.answerContains);
          },
          { timeoutMs: 20_000 },
        );
      }
    }
  }, 90_000);

  it('in one body with several tenants, statuses, unknown shapes and a poisoned item: each item has its own outcome', async () => {
    const before = (await system.ledger()).items;
    const good = (tenant: DemoTenant): object =>
      textChange(tenant.outlets[0]!.phoneNumberId, [
        { wamid: `wamid.MIX.${tenant.slug}`, from: '15550210004', text: 'What are your opening hours?' },
      ]);
    const odd = textChange(number(acme)[0], [{ wamid: 'wamid.MIX.odd', from: '15550210005', text: 'x' }]) as {
      value: { messages: Record<string, unknown>[]; statuses?: unknown[] };
    };
    odd.value.messages = [
      { from: '15550210005', id: 'wamid.MIX.future', timestamp: '1763629200', type: 'hologram', hologram: { depth: 3 } },
      { from: '15550210005', timestamp: '1763629200', type: 'text', text: { body: 'a message without an id' } },
    ];
    odd.value.statuses = [{ id: 'wamid.NOBODY', status: 'teleported', timestamp: '1763629200', recipient_id: '15550210005' }];
    const unknownNumber = textChange('999999999999999', [{ wamid: 'wamid.MIX.unknown', from: '15550210006', text: 'anybody there?' }]);
    const body = {
      object: 'whatsapp_business_account',
      entry: [
        { id: acme.outlets[0]!.wabaId, changes: [good(acme), odd] },
        { id: beta.outlets[0]!.wabaId, changes: [good(beta), unknownNumber] },
      ],
    };
    expect(await system.webhook(body)).toBe(200);
    await eventually(
      async () => {
        for (const tenant of [acme, beta]) expect(await system.answers(tenant, '15550210004')).toHaveLength(1);
        const after = (await system.ledger()).items;
        expect(after.received).toBe(after.processed + after.parked + after.dead + after.pending);
        // Statuses of the two answers arrive beside the six items of the body.
        expect(after.parked - before.parked).toBe(2);
        expect(after.dead).toBe(before.dead);
        expect(after.pending).toBe(0);
      },
      { timeoutMs: 30_000 },
    );
    const [odds] = await conversations(acme, '15550210005');
    expect(await messages(acme, odds!.id)).toMatchObject([{ type: 'hologram', wamid: 'wamid.MIX.future' }]);
  }, 60_000);

  it('is refused without its signature, with a wrong or a malformed one, and when it is too large', async () => {
    const raw = JSON.stringify(textBody(...number(acme), [{ wamid: 'wamid.FORGED', from: '15550210007', text: 'x' }]));
    const post = async (headers: Record<string, string>, body = raw): Promise<number> =>
      (
        await fetch(`${system.url}/webhooks/whatsapp`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body,
        })
      ).status;
    expect(await post({})).toBe(401);
    expect(await post({ 'x-hub-signature-256': 'sha256=zz' })).toBe(401);
    expect(await system.webhook(raw, 'not the secret')).toBe(401);
    expect(await system.webhook(' '.repeat(4 * 1024 * 1024 + 1))).toBe(413);
    expect(await conversations(acme, '15550210007')).toEqual([]);
  });

  it('of one tenant is nothing that another tenant can see', async () => {
    const [conversation] = await conversations(acme, '15550210001');
    for (const path of [
      `/conversations/${conversation!.id}`,
      `/conversations/${conversation!.id}/messages`,
      `/knowledge-bases/${acme.knowledgeBases[0]!.id}`,
      `/outlets/${acme.outlets[0]!.id}`,
      `/tenants/${acme.id}`,
    ]) {
      expect({ path, status: (await system.api(path, { as: beta })).status }).toEqual({ path, status: 404 });
      expect({ path, status: (await system.api(path, { as: acme })).status }).toEqual({ path, status: 200 });
      expect({ path, status: (await system.api(path)).status }).toEqual({ path, status: 401 });
    }
    expect(await conversations(beta, '15550210001')).toEqual([]);
  });

  it('whose answer Graph took without saying so is answered once, and the delivery is known in the end', async () => {
    await system.simulator('faults', { dropResponse: { next: 1 } });
    await system.customerWrites(acme, '15550210008', 'How long is the warranty on a frame?');
    await eventually(
      async () => {
        const [conversation] = await conversations(acme, '15550210008');
        expect(await messages(acme, conversation!.id)).toMatchObject([
          { author: 'customer' },
          { author: 'bot', status: 'delivered', wamid: expect.any(String) },
        ]);
      },
      { timeoutMs: 30_000 },
    );
    expect(await system.answers(acme, '15550210008')).toHaveLength(1);
  }, 60_000);

  it('survives a restart: history stays, a new question is answered, everything ends with exit code 0', async () => {
    const processes = system.descendants;
    expect(processes.length).toBeGreaterThan(2);
    expect(await system.stop()).toBe(0);
    await eventually(() => expect(processes.filter(isAlive)).toEqual([]));
    await system.restart();
    expect(await conversations(acme, '15550210001')).toHaveLength(1);
    await system.customerWrites(acme, '15550210001', 'How much does a basic service cost?');
    await eventually(async () => expect((await system.answers(acme, '15550210001')).at(-1)).toContain('49 dollars'), { timeoutMs: 20_000 });
  }, 120_000);

  it('leaves no secret in any log', async () => {
    const secrets = [
      system.demo.superadmin.password,
      system.demo.whatsapp.appSecret,
      ...system.demo.tenants.flatMap((tenant) => [
        tenant.apiKey,
        ...tenant.users.map((user) => user.password),
        ...tenant.outlets.map((outlet) => outlet.accessToken),
      ]),
    ];
    expect(secrets.filter((secret) => system.logs.includes(secret))).toEqual([]);
    expect(secrets.length).toBeGreaterThan(10);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
