import fc from 'fast-check';
import { v7 } from 'uuid';
import { accountChanged, messageReceived, messageSubmitted, replyRequested, sendRequested, statusChanged } from '#contracts';
import type { RunningService } from '#service-kit';
import { eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { RecordInboundMessageHandler } from '../src/handlers/messages/record-inbound-message.handler.js';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { InboxWorld } from './inbox-world.js';
import { standIns } from './tenant-stand-in.js';

let infra: Infrastructure;
let running: RunningService;

beforeAll(async () => {
  infra = await startInfrastructure({ modules: [...standIns, migrations] });
  await infra.nats();
  running = await startService(infra, service);
}, 60_000);
afterAll(async () => {
  await running?.close();
  await infra?.stop();
}, 30_000);

const create = (outlet: Record<string, unknown> = {}) => InboxWorld.create(infra, running.url, {}, outlet);

async function consentOf(inbox: InboxWorld, phone = '1'): Promise<{ marketing: string; source?: string; at?: string } | undefined> {
  const { body } = await inbox.as('viewer')('GET', `/contacts?phone=${phone}`);
  return body.items[0]?.consent;
}

async function proofs(inbox: InboxWorld): Promise<{ marketing: string; source?: string; wording?: string; messageId?: string }[]> {
  const [contact] = await inbox.world.contacts();
  return (await inbox.as('viewer')('GET', `/contacts/${contact!.id}/consents`)).body.items;
}

/** What the customer was told. */
const said = async (inbox: InboxWorld): Promise<(string | null)[]> =>
  (await inbox.world.messages()).filter(({ author }) => author === 'system').map(({ text }) => text);

const button = (payload: string, text: string) => ({ type: 'button', raw: { type: 'button', from: '1', button: { payload, text } } });

describe('a customer who wants no more promotions', () => {
  it('gets their way at once: it stands on the contact with its proof, they are told once, and the bot is not asked', async () => {
    const inbox = await create();
    const id = await inbox.written('¡Hola! BAJA por favor');
    expect(await consentOf(inbox)).toMatchObject({ marketing: 'denied', source: 'whatsapp_message' });
    const [message] = await inbox.world.messages();
    expect(await proofs(inbox)).toMatchObject([
      { marketing: 'denied', source: 'whatsapp_message', wording: '¡Hola! BAJA por favor', messageId: message!.id },
    ]);
    expect(await said(inbox)).toEqual([expect.stringContaining('promociones')]);
    expect(await inbox.world.sent(replyRequested)).toEqual([]);
    const { body } = await inbox.as('agent')('GET', `/conversations/${id}/activities`);
    expect(body.items).toMatchObject([{ kind: 'opted_out', author: 'customer' }]);
    // Once more: nothing that they do not know.
    await inbox.written('STOP');
    expect(await said(inbox)).toHaveLength(1);
    expect(await inbox.world.sent(replyRequested)).toEqual([]);
    // What they ask afterwards is asked without it.
    await inbox.written('Are you open?');
    expect(await inbox.world.requests()).toMatchObject([{ question: 'Are you open?' }]);
  });

  it('is answered in their language where a word is of every language, else in the tenant’s, and in that of their own words', async () => {
    const inbox = await create({ language: 'pt' });
    await inbox.written('STOP', { phone: '1' });
    await inbox.written('darme de baja', { phone: '2' });
    await inbox.written('Hello', { phone: '3' });
    await infra.rows(`update conversation.contacts set language = 'fr-CA' where tenant_id = $1 and phone = '3'`, [inbox.world.tenantId]);
    await inbox.written('STOP', { phone: '3' });
    expect((await said(inbox)).toSorted()).toEqual([
      expect.stringContaining('Você não receberá mais'),
      expect.stringContaining('Vous ne recevrez plus'),
      expect.stringContaining('Ya no recibirás'),
    ]);
  });

  it('keeps the answer to a question that still waits', async () => {
    const inbox = await create({ replyDebounceMs: 300 });
    await inbox.written('Do you deliver to Cusco?');
    await inbox.written('stop');
    expect(await inbox.world.requests()).toMatchObject([{ question: expect.stringContaining('Do you deliver to Cusco?') }]);
    expect(await consentOf(inbox)).toMatchObject({ marketing: 'denied' });
  });

  it('is not somebody who only uses the words', async () => {
    const inbox = await create();
    for (const text of ['no quiero darme de baja', 'dar de baja el servicio', 'Is this the bus stop?', 'cancel my order']) {
      await inbox.written(text);
    }
    expect(await consentOf(inbox)).toEqual({ marketing: 'unknown' });
    expect(await said(inbox)).toEqual([]);
  });

  it('takes it back by a word to start; who never stopped says nothing by it', async () => {
    const inbox = await create();
    await inbox.written('start');
    expect(await consentOf(inbox)).toEqual({ marketing: 'unknown' });
    expect(await inbox.world.requests()).toMatchObject([{ question: 'start' }]);
    await inbox.written('Unsubscribe');
    await inbox.written('START');
    expect(await consentOf(inbox)).toMatchObject({ marketing: 'granted', source: 'whatsapp_message' });
    expect((await proofs(inbox)).map(({ marketing }) => marketing)).toEqual(['granted', 'denied']);
    expect(await said(inbox)).toHaveLength(2);
  });

  it('may press the button of a template, whatever its language', async () => {
    const inbox = await create();
    const before = await inbox.world.handled();
    await inbox.world.write({ phone: '1' }, 'Detener promociones', button('Stop promotions', 'Detener promociones'));
    await inbox.world.untilHandled(before + 1);
    expect(await consentOf(inbox)).toMatchObject({ marketing: 'denied', source: 'whatsapp_button' });
  });

  it('is asked what is meant where the word may be about an order', async () => {
    const inbox = await create();
    await inbox.written('Cancelar');
    expect(await consentOf(inbox)).toEqual({ marketing: 'unknown' });
    const [question] = await inbox.world.sends();
    expect(question!.content).toMatchObject({
      type: 'interactive',
      interactive: { kind: 'button', buttons: [{ id: 'marketing:stop' }, { id: 'marketing:keep' }] },
    });
    const before = await inbox.world.handled();
    const raw = {
      from: '1',
      type: 'interactive',
      interactive: { type: 'button_reply', button_reply: { id: 'marketing:stop', title: 'No más promociones' } },
    };
    await inbox.world.write({ phone: '1' }, 'No más promociones', { type: 'interactive', raw });
    await inbox.world.untilHandled(before + 1);
    expect(await consentOf(inbox)).toMatchObject({ marketing: 'denied', source: 'whatsapp_button' });
    expect((await said(inbox)).at(-1)).toContain('promociones');
  });

  it('is understood right after a promotion, and not asked', async () => {
    const inbox = await create();
    await inbox.written('Hello');
    const before = await inbox.world.handled();
    await infra.publish(messageSubmitted, inbox.world.tenantId, {
      messageId: v7(),
      outletId: inbox.world.outletId,
      to: { phone: '1' },
      type: 'template',
      content: { type: 'template', template: { name: 'sale', language: 'en' } },
      at: new Date().toISOString(),
    } as never);
    await inbox.world.untilHandled(before + 1);
    await inbox.written('CANCEL');
    expect(await consentOf(inbox)).toMatchObject({ marketing: 'denied', source: 'whatsapp_message' });
  });

  it('is not interrupted by the system while a person has the conversation', async () => {
    const inbox = await create();
    const [agent] = await inbox.people(1);
    const id = await inbox.written('Hello');
    expect((await inbox.as('agent', agent)('POST', `/conversations/${id}/assign`, { userId: agent })).status).toBe(200);
    await inbox.written('cancel');
    expect(await said(inbox)).toEqual([]);
    expect(await consentOf(inbox)).toEqual({ marketing: 'unknown' });
    await inbox.written('stop sending me promotions');
    expect(await consentOf(inbox)).toMatchObject({ marketing: 'denied' });
  });
});

describe('a setting in WhatsApp itself', () => {
  const preference = (value: string, secondsAgo: number, waId = '1') => ({
    field: 'user_preferences',
    value: {
      messaging_product: 'whatsapp',
      user_preferences: [{ wa_id: waId, category: 'marketing_messages', value, timestamp: Math.floor(Date.now() / 1000) - secondsAgo }],
    },
  });

  async function told(inbox: InboxWorld, value: string, secondsAgo: number, waId = '1'): Promise<void> {
    const { tenantId, outletId } = inbox.world;
    await infra.publish(accountChanged, tenantId, { wabaId: 'waba', outletId, ...preference(value, secondsAgo, waId) });
  }

  it('counts like a word, and lifts only what it set itself', async () => {
    const inbox = await create();
    await inbox.written('Hello');
    await told(inbox, 'stop', 30);
    await eventually(async () => expect(await consentOf(inbox)).toMatchObject({ marketing: 'denied', source: 'whatsapp_preferences' }));
    await told(inbox, 'resume', 20);
    await eventually(async () => expect(await consentOf(inbox)).toMatchObject({ marketing: 'unknown' }));
    await inbox.written('STOP');
    // Later than the word, by WhatsApp's seconds too.
    await told(inbox, 'resume', -5);
    await told(inbox, 'stop', -6);
    await told(inbox, 'resume', -7);
    // Once somebody else's is there, theirs have been handled too.
    await told(inbox, 'stop', 0, '2');
    await eventually(async () => expect(await consentOf(inbox, '2')).toMatchObject({ marketing: 'denied' }));
    expect(await consentOf(inbox)).toMatchObject({ marketing: 'denied', source: 'whatsapp_message' });
  });

  it('is also known by the error of a message that it stopped', async () => {
    const inbox = await create();
    const id = await inbox.written('Hello');
    const [agent] = await inbox.people(1);
    const sent = await inbox.as('agent', agent)('POST', `/conversations/${id}/messages`, { type: 'text', text: 'Sale!' });
    const before = await inbox.world.handled();
    await infra.publish(statusChanged, inbox.world.tenantId, {
      messageId: sent.body.id,
      outletId: inbox.world.outletId,
      conversationId: id,
      status: 'failed',
      at: new Date().toISOString(),
      errors: [{ code: 131_050, title: 'User has stopped marketing messages' }],
    } as never);
    await inbox.world.untilHandled(before + 1);
    expect(await consentOf(inbox)).toMatchObject({ marketing: 'denied', source: 'whatsapp_preferences' });
  });

  it('is not known anew by a message that our own gate stopped: who has started again since keeps their word', async () => {
    const inbox = await create();
    const id = await inbox.written('STOP');
    await inbox.written('START');
    const [agent] = await inbox.people(1);
    const sent = await inbox.as('agent', agent)('POST', `/conversations/${id}/messages`, { type: 'text', text: 'Sale!' });
    const before = await inbox.world.handled();
    await infra.publish(statusChanged, inbox.world.tenantId, {
      messageId: sent.body.id,
      outletId: inbox.world.outletId,
      conversationId: id,
      status: 'failed',
      at: new Date(Date.now() + 5_000).toISOString(),
      errors: [{ code: 131_050, gate: 'opted_out' }],
    } as never);
    await inbox.world.untilHandled(before + 1);
    expect(await consentOf(inbox)).toMatchObject({ marketing: 'granted', source: 'whatsapp_message' });
  });

  it('counts also where a program has written down something newer, or the same second', async () => {
    const inbox = await create();
    await inbox.written('Hello');
    const [contact] = await inbox.world.contacts();
    const granted = { marketing: 'granted', source: 'CRM', at: new Date(Date.now() + 30_000).toISOString() };
    expect((await inbox.as('admin')('PUT', `/contacts/${contact!.id}/consent`, granted)).status).toBe(200);
    await inbox.written('STOP');
    expect(await consentOf(inbox)).toMatchObject({ marketing: 'denied', source: 'whatsapp_message' });
    expect(await said(inbox)).toHaveLength(1);
    // The program says the same once more: it is older than what counts.
    expect((await inbox.as('admin')('PUT', `/contacts/${contact!.id}/consent`, { ...granted, at: new Date().toISOString() })).status).toBe(
      409,
    );
    expect(await consentOf(inbox)).toMatchObject({ marketing: 'denied' });
  });
});

describe('the proof of a consent', () => {
  it('is kept for what people write down as well, says who, and goes with an erased customer', async () => {
    const inbox = await create();
    const [agent] = await inbox.people(1);
    await inbox.written('Hello');
    const [contact] = await inbox.world.contacts();
    const consent = { marketing: 'granted', source: 'checkout form' };
    expect((await inbox.as('agent', agent)('PUT', `/contacts/${contact!.id}`, { consent })).status).toBe(200);
    expect(await proofs(inbox)).toMatchObject([{ marketing: 'granted', source: 'checkout form', by: agent }]);
    // Another tenant sees nothing of it.
    const other = await create();
    expect((await other.as('admin')('GET', `/contacts/${contact!.id}/consents`)).status).toBe(404);
    expect((await inbox.as('admin')('POST', `/contacts/${contact!.id}/erasure`)).status).toBeLessThan(300);
    await eventually(async () => {
      expect(await infra.rows('select 1 from conversation.consents where tenant_id = $1', [inbox.world.tenantId])).toEqual([]);
    });
  });

  it('keeps the newest 50 of a contact', async () => {
    const inbox = await create();
    await inbox.written('Hello');
    const [contact] = await inbox.world.contacts();
    await infra.rows(
      `insert into conversation.consents (tenant_id, id, contact_id, state, at)
       select $1, ('0198c0de-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $2, 'granted', now() - interval '1 day' from generate_series(1, 60) n`,
      [inbox.world.tenantId, contact!.id],
    );
    await inbox.written('STOP');
    const rows = await infra.rows('select state from conversation.consents where tenant_id = $1 order by id desc', [inbox.world.tenantId]);
    expect(rows).toHaveLength(50);
    expect(rows[0]).toEqual({ state: 'denied' });
  });
});

it('counts each message of a delivery for those behind it', async () => {
  const inbox = await create();
  const { tenantId, outletId, phoneNumberId } = inbox.world;
  const second = Math.floor(Date.now() / 1000) - 60;
  const events = ['STOP', 'START'].map((text, index) => ({
    id: v7(),
    subject: messageReceived.subject,
    tenantId,
    occurredAt: new Date().toISOString(),
    data: messageReceived.data.parse({
      outletId,
      phoneNumberId,
      message: {
        wamid: `one-delivery-${index}`,
        type: 'text',
        text,
        from: { phone: '1' },
        timestamp: new Date((second + index) * 1000).toISOString(),
        raw: { type: 'text', text: { body: text } },
      },
    }),
  }));
  await running.app.get(RecordInboundMessageHandler, { strict: false }).execute(events);
  expect(await consentOf(inbox)).toMatchObject({ marketing: 'granted' });
  expect(await said(inbox)).toHaveLength(2);
});

it('counts what was said last, in whatever batches and however often it comes', async () => {
  const words = { STOP: 'denied', START: 'granted', 'Are you open?': undefined, 'cancel my order': undefined } as const;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...(Object.keys(words) as (keyof typeof words)[])), { minLength: 1, maxLength: 8 }),
      async (texts) => {
        const inbox = await create();
        const start = Date.now() - 60_000;
        for (const [index, text] of texts.entries()) {
          const at = { wamid: `w${index}`, timestamp: new Date(start + index * 1000).toISOString() };
          await inbox.world.write({ phone: '1' }, text, at);
          await inbox.world.write({ phone: '1' }, text, at);
        }
        await inbox.world.untilHandled(2 * texts.length);
        let expected: string = 'unknown';
        // A word to start means something only to who has stopped.
        for (const text of texts)
          if (words[text] === 'denied' || (words[text] === 'granted' && expected === 'denied')) expected = words[text];
        expect((await consentOf(inbox))?.marketing).toBe(expected);
        // Told once for each change, never for a repetition.
        const changes = (await proofs(inbox)).length;
        expect(await said(inbox)).toHaveLength(changes);
        expect((await inbox.world.sent(sendRequested)).length).toBe(changes);
      },
    ),
    { numRuns: 15 },
  );
}, 120_000);
