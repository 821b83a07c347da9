import { messageRecorded, messageSubmitted, ownerChanged, replyGenerated, replyRequested, sendRequested, statusChanged } from '#contracts';
import type { RunningService } from '#service-kit';
import { eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { v7 } from 'uuid';
import { PruneParkedStatusesHandler } from '../src/handlers/messages/prune-parked-statuses.handler.js';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { answer, World, reply } from './conversation-world.js';
import { standIns } from './tenant-stand-in.js';

describe('replies and statuses', () => {
  let infra: Infrastructure;
  let running: RunningService[] = [];

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    await infra.nats();
    running = [await startService(infra, service), await startService(infra, service)];
  }, 60_000);
  afterAll(async () => {
    await Promise.all(running.map((instance) => instance.close()));
    await infra?.stop();
  }, 30_000);

  const generate = (world: World, data: ReturnType<typeof reply>) => infra.publish(replyGenerated, world.tenantId, data);

  describe('a generated reply', () => {
    it('is spoken under the epoch it was asked for, with its citations, and sent', async () => {
      const world = await World.create(infra);
      await world.write({ phone: '16505551234' }, 'When are you open?');
      const [request] = await world.requests();
      const citation = { documentId: v7(), chunkId: v7(), title: 'Guide', text: 'Open 9 to 18.', score: 2 };
      await generate(world, reply(request!, { kind: 'answer', text: 'From 9 to 18.', citations: [citation] }));
      const [send] = await world.sends();
      const [, spoken] = await world.messages();
      expect(spoken).toMatchObject({
        id: send!.messageId,
        seq: 2,
        direction: 'outbound',
        author: 'bot',
        text: 'From 9 to 18.',
        citations: [citation],
      });
      expect(send).toEqual({
        messageId: spoken!.id,
        conversationId: request!.conversationId,
        outletId: world.outletId,
        to: { phone: '16505551234' },
        class: 'reply',
        content: { type: 'text', text: { body: 'From 9 to 18.', preview_url: false } },
        windowExpiresAt: expect.any(String),
      });
      expect((await world.sent(messageRecorded)).at(-1)!.message).toMatchObject({ id: spoken!.id, author: 'bot', status: 'queued' });
    });

    it('to a customer without a phone is sent to the user id', async () => {
      const world = await World.create(infra);
      await world.write({ userId: 'US.13491208655302741918' }, 'Hello');
      const [request] = await world.requests();
      await generate(world, reply(request!, answer('Hi!')));
      expect((await world.sends())[0]!.to).toEqual({ userId: 'US.13491208655302741918' });
    });

    it('is spoken once, however often it is generated', async () => {
      const world = await World.create(infra);
      await world.write({ phone: '1' }, 'Hello');
      const [request] = await world.requests();
      await Promise.all(['Hi!', 'Hello!', 'Hey!'].map((text) => generate(world, reply(request!, answer(text)))));
      await world.untilHandled(4);
      expect(await world.messages()).toHaveLength(2);
      expect(await world.sent(sendRequested)).toHaveLength(1);
    });

    it('answers what was asked: the next question is without it, and has it for its history', async () => {
      const world = await World.create(infra);
      await world.write({ phone: '1' }, 'Are you open?');
      const [first] = await world.requests();
      await generate(world, reply(first!, answer('Until 18.')));
      await world.untilHandled(2);
      await world.write({ phone: '1' }, 'And tomorrow?');
      const [, second] = await world.requests(2);
      expect(second).toMatchObject({
        question: 'And tomorrow?',
        history: [
          { author: 'customer', text: 'Are you open?' },
          { author: 'bot', text: 'Until 18.' },
        ],
      });
    });

    it('is discarded and counted when the customer has written again', async () => {
      const world = await World.create(infra);
      await world.write({ phone: '1' }, 'Are you open?');
      await world.requests(1);
      await world.write({ phone: '1' }, 'On Sunday, I mean.');
      const [first, second] = await world.requests(2);
      await generate(world, reply(first!, answer('Yes.')));
      await world.untilHandled(3);
      expect(await world.messages()).toHaveLength(2);
      expect(second).toMatchObject({ epoch: 2, question: 'Are you open?\nOn Sunday, I mean.', history: [] });
      await generate(world, reply(second!, answer('Not on Sundays.')));
      await world.untilHandled(4);
      expect((await world.messages()).map((message) => message.text)).toEqual(['Are you open?', 'On Sunday, I mean.', 'Not on Sundays.']);
      const metrics = await Promise.all(running.map(async ({ url }) => (await fetch(`${url}/metrics`)).text()));
      expect(metrics.some((text) => /chasqui_replies_total\{outcome="stale"[^}]*\} [1-9]/.test(text))).toBe(true);
    });

    it('for a conversation that is not there changes nothing', async () => {
      const world = await World.create(infra);
      await generate(world, reply({ conversationId: v7(), outletId: world.outletId, epoch: 1 }, answer('Hi!')));
      await world.untilHandled(1);
      expect(await world.messages()).toEqual([]);
    });

    it('that is too long for WhatsApp ends with a sentence', async () => {
      const world = await World.create(infra);
      await world.write({ phone: '1' }, 'Tell me everything');
      const [request] = await world.requests();
      await generate(world, reply(request!, answer('We are open from 9 to 18. '.repeat(400))));
      const [send] = await world.sends();
      const { body } = send!.content.text as { body: string };
      expect(body.length).toBeLessThanOrEqual(4096);
      expect(body.endsWith('from 9 to 18.')).toBe(true);
    });
  });

  describe('a handoff', () => {
    it('gives the customer one notice and the conversation to nobody, and ends the turn', async () => {
      const world = await World.create(infra);
      await infra.rows(`insert into tenant.llm_configs values ($1, 'es', 'Le atiende una persona.')`, [world.tenantId]);
      await world.write({ phone: '1' }, 'A person please');
      const [request] = await world.requests();
      const handoff = { kind: 'handoff', reason: 'customer_asked' } as const;
      await Promise.all([generate(world, reply(request!, handoff)), generate(world, reply(request!, handoff))]);
      await world.untilHandled(3);
      await generate(world, reply(request!, answer('After all, I know.')));
      await world.untilHandled(4);
      expect(await world.messages()).toMatchObject([{ author: 'customer' }, { author: 'system', text: 'Le atiende una persona.' }]);
      expect(await world.sent(sendRequested)).toHaveLength(1);
      expect(await world.conversations()).toMatchObject([{ owner: 'none', state: 'pending', epoch: 2, handoff_reason: 'customer_asked' }]);
      expect(await world.sent(ownerChanged)).toMatchObject([
        { owner: 'none', previousOwner: 'bot', state: 'pending', epoch: 2, reason: 'customer_asked' },
      ]);
    });

    it('leaves what the customer writes afterwards to people', async () => {
      const world = await World.create(infra);
      await world.write({ phone: '1' }, 'A person please');
      const [request] = await world.requests();
      await generate(world, reply(request!, { kind: 'handoff', reason: 'customer_asked' }));
      await world.untilHandled(2);
      await world.write({ phone: '1' }, 'Hello?');
      await world.untilHandled(3);
      expect(await world.sent(replyRequested)).toHaveLength(1);
      expect(await world.conversations()).toMatchObject([{ owner: 'none', state: 'pending', epoch: 3 }]);
    });

    it('speaks the language of the tenant, or of the outlet, where there is no text of their own', async () => {
      const [tenant, outlet] = [await World.create(infra), await World.create(infra, { language: 'pt-BR' })];
      await infra.rows(`insert into tenant.llm_configs values ($1, 'es', null)`, [tenant.tenantId]);
      for (const world of [tenant, outlet]) {
        await world.write({ phone: '1' }, 'Hola');
        const [request] = await world.requests();
        await generate(world, reply(request!, { kind: 'handoff', reason: 'no_answer' }));
        await world.untilHandled(2);
      }
      expect((await tenant.messages())[1]!.text).toContain('Gracias');
      expect((await outlet.messages())[1]!.text).toContain('Obrigado');
    });

    it('speaks the language of the customer where that is known, and the tenant’s own words in any case', async () => {
      const [silent, own] = [await World.create(infra), await World.create(infra)];
      await infra.rows(`insert into tenant.llm_configs values ($1, 'en', null), ($2, 'en', 'One moment, please.')`, [
        silent.tenantId,
        own.tenantId,
      ]);
      for (const world of [silent, own]) {
        await world.write({ phone: '1' }, 'Ich möchte mit jemandem sprechen');
        const [request] = await world.requests();
        await generate(world, { ...reply(request!, { kind: 'handoff', reason: 'customer_asked' }), language: 'de' });
        await world.untilHandled(2);
      }
      expect((await silent.messages())[1]!.text).toContain('Vielen Dank');
      expect((await own.messages())[1]!.text).toBe('One moment, please.');
    });

    it('of a photo with words says that nobody has seen the photo', async () => {
      const world = await World.create(infra);
      await world.write({ phone: '1' }, 'My bag arrived like this', { type: 'image' });
      const [request] = await world.requests();
      expect(request).toMatchObject({ question: 'My bag arrived like this', unseen: 'image' });
      await generate(world, reply(request!, { kind: 'handoff', reason: 'unsupported_message', detail: '[image]', unseen: 'image' }));
      await world.untilHandled(2);
      expect(await world.conversations()).toMatchObject([{ owner: 'none', state: 'pending', handoff_reason: 'unseen_attachment' }]);
      expect(await world.sent(ownerChanged)).toMatchObject([{ reason: 'unseen_attachment' }]);
    });
  });

  it('an answer that the plan has not is a handover that says so', async () => {
    const world = await World.create(infra);
    await world.write({ phone: '1' }, 'When are you open?');
    const [request] = await world.requests();
    await generate(world, reply(request!, { kind: 'handoff', reason: 'no_answer', detail: 'used up', withheld: 'plan_limit' }));
    await world.untilHandled(2);
    expect(await world.conversations()).toMatchObject([{ owner: 'none', state: 'pending', handoff_reason: 'plan_limit' }]);
    expect(await world.sent(ownerChanged)).toMatchObject([{ reason: 'plan_limit' }]);
  });

  describe('a message of a program', () => {
    const submit = (world: World, to: { phone?: string; userId?: string }, messageId: string = v7()) =>
      infra.publish(messageSubmitted, world.tenantId, {
        messageId,
        outletId: world.outletId,
        to,
        type: 'text',
        text: 'Your parcel has left.',
        content: { type: 'text', text: { body: 'Your parcel has left.' } },
        at: new Date().toISOString(),
      });

    it('opens the conversation of somebody new, and the answer comes into the same one', async () => {
      const world = await World.create(infra);
      await submit(world, { phone: '+1 650 555 1234' });
      await world.untilHandled(1);
      await world.write({ phone: '16505551234', name: 'Ana' }, 'Thanks');
      await world.untilHandled(2);
      expect(await world.contacts()).toMatchObject([{ phone: '16505551234', name: 'Ana' }]);
      expect(await world.messages()).toMatchObject([
        { seq: 1, author: 'api', direction: 'outbound', status: 'queued' },
        { seq: 2, author: 'customer' },
      ]);
      expect((await world.requests())[0]).toMatchObject({
        question: 'Thanks',
        history: [{ author: 'api', text: 'Your parcel has left.' }],
      });
    });

    it('changes neither owner nor epoch, and is recorded once', async () => {
      const world = await World.create(infra);
      await world.write({ phone: '1' }, 'Hello');
      const [request] = await world.requests();
      const id = v7();
      await Promise.all([submit(world, { phone: '1' }, id), submit(world, { phone: '1' }, id)]);
      await world.untilHandled(3);
      expect(await world.messages()).toHaveLength(2);
      expect(await world.conversations()).toMatchObject([{ owner: 'bot', epoch: 1, next_seq: 3 }]);
      await generate(world, reply(request!, answer('Hi!')));
      await world.sends();
    });

    it('that is very long is kept whole, and its event stays small enough to travel', async () => {
      const world = await World.create(infra);
      const text = 'x'.repeat(65_000);
      await infra.publish(messageSubmitted, world.tenantId, {
        messageId: v7(),
        outletId: world.outletId,
        to: { phone: '1' },
        type: 'text',
        text,
        content: { type: 'text', text: { body: text } },
        at: new Date().toISOString(),
      });
      await world.untilHandled(1);
      expect(await world.messages()).toMatchObject([{ text }]);
      expect(await world.sent(messageRecorded)).toMatchObject([{ message: { text: 'x'.repeat(8_000) } }]);
    });

    it('finds the statuses that came before it', async () => {
      const world = await World.create(infra);
      const id = v7();
      for (const status of ['delivered', 'accepted', 'sent'] as const) {
        await infra.publish(statusChanged, world.tenantId, {
          messageId: id,
          outletId: world.outletId,
          status,
          wamid: 'wamid.x',
          at: new Date().toISOString(),
        });
      }
      await world.untilHandled(3);
      await submit(world, { phone: '1' }, id);
      await world.untilHandled(4);
      expect(await world.messages()).toMatchObject([{ id, status: 'delivered', wamid: 'wamid.x' }]);
      expect(await infra.rows('select from conversation.pending_statuses where tenant_id = $1', [world.tenantId])).toEqual([]);
      expect((await world.sent(messageRecorded))[0]!.message).toMatchObject({ status: 'delivered', wamid: 'wamid.x' });
    });

    it('and its statuses at the same instant: none is lost', async () => {
      const world = await World.create(infra);
      const ids = Array.from({ length: 40 }, () => v7());
      await Promise.all(
        ids.flatMap((id, i) => [
          submit(world, { phone: `${i}` }, id),
          ...(['sent', 'read', 'delivered'] as const).map((status) =>
            infra.publish(statusChanged, world.tenantId, { messageId: id, outletId: world.outletId, status, at: new Date().toISOString() }),
          ),
        ]),
      );
      await world.untilHandled(160);
      const messages = await world.messages();
      expect(messages).toHaveLength(40);
      expect(new Set(messages.map((message) => message.status))).toEqual(new Set(['read']));
      expect(await infra.rows('select from conversation.pending_statuses where tenant_id = $1', [world.tenantId])).toEqual([]);
    });
  });

  describe('statuses', () => {
    type Status = 'sending' | 'accepted' | 'sent' | 'delivered' | 'read' | 'failed';
    async function spoken(): Promise<{
      world: World;
      change: (status: Status, more?: object) => Promise<string>;
      until: (events: number) => Promise<void>;
    }> {
      const world = await World.create(infra);
      await world.write({ phone: '1' }, 'Hello');
      const [request] = await world.requests();
      await generate(world, reply(request!, answer('Hi!')));
      const [send] = await world.sends();
      const common = { messageId: send!.messageId, conversationId: send!.conversationId, outletId: world.outletId };
      return {
        world,
        change: (status, more = {}) =>
          infra.publish(statusChanged, world.tenantId, { ...common, status, at: new Date().toISOString(), ...more }),
        until: (events) => world.untilHandled(2 + events),
      };
    }
    const outbound = async (world: World) => (await world.messages())[1]!;

    it('out of order end at the furthest', async () => {
      const { world, change, until } = await spoken();
      await change('read');
      await change('sent', { wamid: 'wamid.out', pricing: { category: 'service' } });
      await change('delivered');
      await until(3);
      expect(await outbound(world)).toMatchObject({ status: 'read', wamid: 'wamid.out', pricing: { category: 'service' } });
    });

    it('keep what was told before: price, id and error', async () => {
      const { world, change, until } = await spoken();
      const told = { wamid: 'wamid.out', pricing: { category: 'service' }, errors: [{ code: 131026, title: 'Message undeliverable' }] };
      await change('failed', told);
      await until(1);
      await change('read');
      await until(2);
      expect(await outbound(world)).toMatchObject({ status: 'read', failed: true, ...told });
    });

    it('keep a failure beside a delivery', async () => {
      const { world, change, until } = await spoken();
      await change('failed', { errors: [{ code: 131026, title: 'Message undeliverable' }] });
      await change('delivered');
      await until(2);
      expect(await outbound(world)).toMatchObject({ status: 'delivered', failed: true, errors: [{ code: 131026 }] });
    });

    it('that bring nothing new write nothing', async () => {
      const { world, change, until } = await spoken();
      await change('read', { wamid: 'wamid.out' });
      await until(1);
      const version = () =>
        infra.rows<{ ctid: string }>('select ctid::text from conversation.messages where tenant_id = $1 order by seq', [world.tenantId]);
      const before = await version();
      await change('delivered', { wamid: 'wamid.out' });
      await change('sent');
      await until(3);
      expect(await version()).toEqual(before);
    });

    it('of a message that never comes wait, and are gone after two weeks', async () => {
      const world = await World.create(infra);
      await infra.publish(statusChanged, world.tenantId, {
        messageId: v7(),
        outletId: world.outletId,
        status: 'sent',
        at: new Date().toISOString(),
      });
      await eventually(async () =>
        expect(await infra.rows('select from conversation.pending_statuses where tenant_id = $1', [world.tenantId])).toHaveLength(1),
      );
      const prune = running[0]!.app.get(PruneParkedStatusesHandler);
      await prune.execute();
      expect(await infra.rows('select from conversation.pending_statuses where tenant_id = $1', [world.tenantId])).toHaveLength(1);
      await infra.rows(`update conversation.pending_statuses set created_at = now() - interval '15 days' where tenant_id = $1`, [
        world.tenantId,
      ]);
      await prune.execute();
      expect(await infra.rows('select from conversation.pending_statuses where tenant_id = $1', [world.tenantId])).toEqual([]);
    });
  });
});
