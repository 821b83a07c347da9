import { jetstream } from '@nats-io/jetstream';
import { headers as natsHeaders } from '@nats-io/transport-node';
import { v7 } from 'uuid';
import { messageReceived, replyGenerated, sendRequested, type EventDefinition } from '#contracts';
import type { RunningService } from '#service-kit';
import { eventually, type Infrastructure } from '#testing';
import { webhookBuilder as build } from '#whatsapp';
import { addOutlet, asSuperadmin, postSigned, startGateway, startWorld, TENANT_A, TENANT_B } from './gateway-world.js';

interface Letter {
  id: string;
  consumer: string;
  eventId: string;
  tenantId: string | null;
  subject: string | null;
  code: string;
  envelope: string;
  isEnvelopeCut: boolean;
  deaths: number;
  obstacle: { code: string } | null;
}

describe('replaying', () => {
  let infra: Infrastructure;
  let gateway: RunningService;
  let superadmin: Record<string, string>;
  let numbers = 0;

  const post = async (path: string, body: object): Promise<{ status: number; body: Record<string, any> }> => {
    const response = await fetch(`${gateway.url}/api/v1/ops/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...superadmin },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Record<string, any> };
  };

  beforeAll(async () => {
    infra = await startWorld();
    superadmin = await asSuperadmin(infra);
    gateway = await startGateway(infra);
  }, 60_000);
  afterAll(async () => {
    await gateway?.close();
    await infra?.stop();
  }, 30_000);

  describe('items', () => {
    const item = async (id: string) =>
      (
        await infra.rows<{ tenant_id: string | null; outcome: string; code: string | null }>(
          'select tenant_id, outcome, code from gateway.webhook_items where id = $1',
          [id],
        )
      )[0]!;
    /** A message to a new number of A. @returns the item and the number */
    const received = async (): Promise<{ id: string; outletId: string; phoneNumberId: string; wabaId: string }> => {
      const number = { phoneNumberId: `phone-${++numbers}`, wabaId: `waba-${numbers}` };
      const outletId = await addOutlet(infra, TENANT_A, number.phoneNumberId, number.wabaId);
      const message = build.textMessage({ wamid: `wamid.${numbers}`, from: '1650', body: 'private' });
      await postSigned(gateway, JSON.stringify(build.webhookBody(build.messagesEntry(number, { messages: [message] }))));
      const [found] = await eventually(async () => {
        const rows = await infra.rows<{ id: string }>('select id from gateway.webhook_items where phone_number_id = $1', [
          number.phoneNumberId,
        ]);
        expect(rows).toHaveLength(1);
        return rows;
      });
      return { id: found!.id, outletId, ...number };
    };
    const disconnect = (outletId: string) => infra.owner.query('delete from tenant.outlets where id = $1', [outletId]);
    const toldTo = (tenantId: string) =>
      infra.rows("select 1 from gateway.outbox where tenant_id = $1 and envelope like '%private%'", [tenantId]);

    it('sends a pending item again whose event is gone, once it has been pending for 5 minutes', async () => {
      const { id } = await received();
      await eventually(async () => expect(await infra.rows('select 1 from gateway.outbox where published_at is null')).toEqual([]));
      // An hour later the relay has pruned it, and then JetStream loses its disk.
      await infra.owner.query('delete from gateway.outbox');
      await infra.killNats();
      await infra.startNats({ wiped: true });
      await eventually(async () => expect((await fetch(`${gateway.url}/health/ready`)).status).toBe(200));
      for (const filter of [{ itemIds: [id] }, { outcome: 'pending' }]) {
        expect((await post('replay', filter)).body).toMatchObject({ replayed: 0, unchanged: 0 });
      }

      await infra.owner.query("update gateway.webhook_items set created_at = created_at - interval '6 minutes' where id = $1", [id]);
      expect(await post('replay', { itemIds: [id] })).toMatchObject({ status: 200, body: { replayed: 1, unchanged: 0 } });
      expect((await post('replay', { outcome: 'pending', tenantId: TENANT_A })).body).toMatchObject({ replayed: 1 });
      await eventually(async () => expect((await infra.events(messageReceived)).map((event) => event.id)).toEqual([id, id]));
      expect(await item(id)).toEqual({ tenant_id: TENANT_A, outcome: 'pending', code: null });
    }, 40_000);

    it.each([
      ['dead', 'handler_failed'],
      ['parked', 'invalid_event'],
      ['pending', null],
    ])('leaves a %s item with its tenant when the number belongs to another one now, and says so', async (outcome, code) => {
      const { id, outletId, phoneNumberId, wabaId } = await received();
      await infra.owner.query(
        `update gateway.webhook_items set outcome = $2, code = $3, created_at = created_at - interval '6 minutes' where id = $1`,
        [id, outcome, code],
      );
      await disconnect(outletId);
      await addOutlet(infra, TENANT_B, phoneNumberId, wabaId);
      expect((await post('replay', { itemIds: [id] })).body).toEqual({
        replayed: 0,
        unchanged: 1,
        reasons: [{ id, code: 'addressee_changed', detail: expect.stringContaining(TENANT_B) }],
        more: false,
      });
      expect(await item(id)).toEqual({ tenant_id: TENANT_A, outcome, code });
      expect(await toldTo(TENANT_B)).toEqual([]);
    });

    it('keeps the tenant of a parked item while nobody has its number, so that the next owner does not get it', async () => {
      const { id, outletId, phoneNumberId, wabaId } = await received();
      await infra.owner.query(`update gateway.webhook_items set outcome = 'parked', code = 'invalid_event' where id = $1`, [id]);
      await disconnect(outletId);
      expect((await post('replay', { itemIds: [id] })).body).toMatchObject({ replayed: 0, unchanged: 1 });
      expect(await item(id)).toEqual({ tenant_id: TENANT_A, outcome: 'parked', code: 'unknown_phone_number' });
      await addOutlet(infra, TENANT_B, phoneNumberId, wabaId);
      expect((await post('replay', { outcome: 'parked' })).body.reasons).toContainEqual(
        expect.objectContaining({ id, code: 'addressee_changed' }),
      );
      expect(await toldTo(TENANT_B)).toEqual([]);
    });
  });

  describe('dead letters that are no items', () => {
    const page = async (query: string): Promise<{ items: Letter[]; nextCursor: string | null }> => {
      const response = await fetch(`${gateway.url}/api/v1/ops/dead-letters?${query}`, { headers: superadmin });
      expect(response.status).toBe(200);
      return (await response.json()) as { items: Letter[]; nextCursor: string | null };
    };
    const letters = async (query = ''): Promise<Letter[]> => (await page(`limit=200${query}`)).items;
    const bury = async (envelope: string, consumer: string): Promise<void> => {
      const reason = natsHeaders();
      reason.set('Chasqui-Error-Code', 'handler_failed');
      reason.set('Chasqui-Error-Detail', 'it broke');
      reason.set('Chasqui-Consumer', consumer);
      await jetstream(await infra.nats()).publish(`chasqui-dead.${consumer}.x`, envelope, { headers: reason });
    };
    const envelopeOf = (event: EventDefinition, tenantId: string, over: object = {}): string => {
      const { subject, example: data } = event;
      return JSON.stringify({ id: v7(), subject, tenantId, occurredAt: new Date().toISOString(), traceId: 'trace', data, ...over });
    };
    const idOf = (envelope: string): string => (JSON.parse(envelope) as { id: string }).id;
    const letterOf = (envelope: string): Promise<Letter> =>
      eventually(
        async () => {
          const [found] = (await letters()).filter((letter) => letter.eventId === idOf(envelope));
          expect(found).toBeDefined();
          return found!;
        },
        { timeoutMs: 20_000 },
      );

    it('are listed, by consumer and tenant, page by page, and a long one is cut', async () => {
      const long = envelopeOf(sendRequested, TENANT_A, { data: { ...(sendRequested.example as object), filler: 'x'.repeat(5_000) } });
      const other = envelopeOf(replyGenerated, TENANT_B);
      await bury(long, 'message-sender');
      await bury(other, 'analytics');
      const [first, second] = [await letterOf(long), await letterOf(other)];
      expect(first).toMatchObject({
        consumer: 'message-sender',
        tenantId: TENANT_A,
        subject: sendRequested.subject,
        code: 'handler_failed',
        envelope: long.slice(0, 4_096),
        isEnvelopeCut: true,
        deaths: 1,
        obstacle: null,
      });
      expect(second).toMatchObject({ envelope: other, isEnvelopeCut: false });
      expect((await letters('&consumer=message-sender')).map(({ id }) => id)).toEqual([first.id]);
      expect((await letters(`&tenantId=${TENANT_B}`)).map(({ id }) => id)).toEqual([second.id]);
      const newest = await page('limit=1');
      const next = await page(`limit=1&cursor=${newest.nextCursor}`);
      expect([...newest.items, ...next.items].map(({ id }) => id)).toEqual([second.id, first.id]);
      expect(next.nextCursor).toBeNull();
    }, 30_000);

    it('are published again as they were, on the stream of their producer, and show again when they die again', async () => {
      const envelope = envelopeOf(sendRequested, TENANT_A);
      await bury(envelope, 'message-sender');
      const { id } = await letterOf(envelope);
      expect((await post('dead-letters/replay', { ids: [id] })).body).toEqual({ replayed: 1, unchanged: 0, reasons: [], more: false });
      const published = await eventually(async () => {
        const found = (await infra.events(sendRequested)).filter((event) => event.id === idOf(envelope));
        expect(found).toHaveLength(1);
        return found[0]!;
      });
      expect(published).toEqual({ ...(JSON.parse(envelope) as object), seq: published.seq });
      expect((await letters()).map((letter) => letter.id)).not.toContain(id);
      expect((await post('dead-letters/replay', { ids: [id] })).body).toMatchObject({ replayed: 0, unchanged: 0 });

      await bury(envelope, 'message-sender');
      expect(await letterOf(envelope)).toMatchObject({ id, deaths: 2 });
    });

    it('are replayed of one consumer or tenant and of nobody else', async () => {
      const [a, b] = [envelopeOf(replyGenerated, TENANT_A), envelopeOf(replyGenerated, TENANT_B)];
      for (const envelope of [a, b]) await bury(envelope, 'billing');
      for (const envelope of [a, b]) await letterOf(envelope);
      expect((await post('dead-letters/replay', { consumer: 'billing', tenantId: TENANT_B })).body).toMatchObject({ replayed: 1 });
      expect((await letters('&consumer=billing')).map((letter) => letter.eventId)).toEqual([idOf(a)]);
    });

    it('say why they cannot be replayed, and stay', async () => {
      const strange = envelopeOf(sendRequested, TENANT_A, { subject: 'chasqui.nobody.knows.v1' });
      const old = envelopeOf(sendRequested, TENANT_A);
      for (const envelope of ['{ not json', strange, old]) await bury(envelope, 'knowledge');
      await letterOf(old);
      await infra.owner.query(`update gateway.dead_letters set first_at = now() - interval '11 days' where event_id = $1`, [idOf(old)]);
      const { body } = await post('dead-letters/replay', { consumer: 'knowledge' });
      expect(body).toMatchObject({ replayed: 0, unchanged: 3 });
      const codes = ['unreadable', 'unknown_event', 'too_old'];
      expect(body.reasons.map((reason: { code: string }) => reason.code)).toEqual(codes);
      expect((await letters('&consumer=knowledge')).map((letter) => letter.obstacle?.code).reverse()).toEqual(codes);
    });

    it('do not hold the events of webhook items, which are items', async () => {
      const [row] = await infra.rows<{ id: string }>(`select id from gateway.webhook_items where outcome = 'pending' limit 1`);
      await bury(envelopeOf(messageReceived, TENANT_A, { id: row!.id }), 'conversation');
      await eventually(async () =>
        expect(await infra.rows('select 1 from gateway.dead_letters where event_id = $1', [row!.id])).toHaveLength(1),
      );
      expect(await letters('&consumer=conversation')).toEqual([]);
      expect((await post('dead-letters/replay', { consumer: 'conversation' })).body).toMatchObject({ replayed: 0, unchanged: 0 });
    });
  });
});
