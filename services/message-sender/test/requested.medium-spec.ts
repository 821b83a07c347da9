import { v7 } from 'uuid';
import {
  campaignMessageRequested,
  campaignMessagesWithdrawn,
  orderMessagesWithdrawn,
  messageSubmitted,
  orderMessageRequested,
  requestedMessageChanged,
  type MessageRequest,
} from '#contracts';
import { eventually } from '#testing';
import { companyTables } from '../src/persistence/company/company-tables.js';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld(false);

beforeAll(async () => {
  await world.start();
  await world.startService();
}, 60_000);
afterAll(() => world.stop(), 30_000);

const TO = '16505551234';
const request = (outlet: Outlet, over: Partial<MessageRequest> = {}): MessageRequest => ({
  messageId: v7(),
  reference: `code:${v7()}`,
  outletId: outlet.id,
  to: TO,
  class: 'broadcast',
  message: { type: 'text', text: 'from a campaign' },
  ...over,
});
const told = async (messageId: string): Promise<object[]> =>
  (await world.infra.outboxEvents(requestedMessageChanged)).flatMap(({ data }) => (data.messageId === messageId ? [data] : []));

describe('messages that other services ask for', () => {
  it('leave once however often they are asked for, and who asked hears of each status', async () => {
    const outlet = await world.outlet();
    await world.hasWritten(outlet, { phone: TO });
    const asked = request(outlet);
    for (const id of [v7(), v7()]) {
      await world.infra.publish(campaignMessageRequested, outlet.tenantId, asked, { id });
      await world.infra.publish(campaignMessageRequested, outlet.tenantId, asked, { id });
    }
    await eventually(async () => expect(await world.row(asked.messageId)).toMatchObject({ state: 'accepted' }), { timeoutMs: 20_000 });
    const { wamid } = await world.row(asked.messageId);
    await world.report(outlet, { wamid: wamid!, status: 'delivered', callbackData: asked.messageId });
    const common = { requester: 'engagement', reference: asked.reference, outletId: outlet.id, errors: [] };
    await eventually(
      async () =>
        expect(await told(asked.messageId)).toMatchObject([
          { ...common, status: 'accepted', wamid },
          { ...common, status: 'delivered' },
        ]),
      { timeoutMs: 20_000 },
    );
    expect(world.graph.texts(outlet.phoneNumberId)).toEqual(['from a campaign']);
    const submitted = (await world.infra.outboxEvents(messageSubmitted)).filter(({ data }) => data.messageId === asked.messageId);
    expect(submitted).toHaveLength(1);
  });

  it('do not leave when they are of no use any more, and who asked is told why', async () => {
    const outlet = await world.outlet();
    await world.hasWritten(outlet, { phone: TO });
    const asked = request(outlet, { class: 'otp', expiresAt: new Date(Date.now() - 1).toISOString() });
    await world.infra.publish(campaignMessageRequested, outlet.tenantId, asked);
    await eventually(
      async () =>
        expect(await told(asked.messageId)).toMatchObject([{ status: 'failed', errors: [{ title: 'It was too late for the message' }] }]),
      {
        timeoutMs: 20_000,
      },
    );
    expect(world.graph.texts(outlet.phoneNumberId)).toEqual([]);
    // What a code was sent with is no part of what a company takes out.
    const { statements } = companyTables.find(({ table }) => table === 'message_sender.messages')!;
    const [row] = await world.infra.rows<{ id: string; content: object }>(statements.first, [outlet.tenantId, 1]);
    expect(row).toMatchObject({ id: asked.messageId, content: { type: 'text' } });
    expect(JSON.stringify(row!.content)).not.toContain('from a campaign');
  });

  it('are refused by the gate, or for what is wrong with them, and who asked is told why', async () => {
    const outlet = await world.outlet();
    const late = request(outlet, { reference: 'order:1', to: '16505559999' });
    const wrong = request(outlet, { reference: 'order:2', to: 'nobody' });
    const elsewhere = request({ ...outlet, id: v7() }, { reference: 'order:3' });
    for (const each of [late, wrong, elsewhere]) await world.infra.publish(orderMessageRequested, outlet.tenantId, each);
    for (const [{ messageId, reference }, code] of [
      [late, 'window_closed'],
      [wrong, 'validation_failed'],
      [elsewhere, 'not_found'],
    ] as const) {
      await eventually(
        async () =>
          expect(await told(messageId)).toMatchObject([
            { requester: 'commerce', reference, status: 'refused', refusal: { code, detail: expect.any(String) } },
          ]),
        { timeoutMs: 20_000 },
      );
      expect(await world.infra.rows('select from message_sender.messages where id = $1', [messageId])).toEqual([]);
    }
  });

  it('are taken back while they wait, and before they are read; what has left stays', async () => {
    const outlet = await world.outlet();
    await world.hasWritten(outlet, { phone: TO });
    const ask = (asked: MessageRequest) => world.infra.publish(campaignMessageRequested, outlet.tenantId, asked, { id: asked.messageId });
    const withdraw = (asked: readonly MessageRequest[]) =>
      world.infra.publish(campaignMessagesWithdrawn, outlet.tenantId, {
        outletId: outlet.id,
        messages: asked.map(({ messageId, reference }) => ({ messageId, reference })),
      });
    const sendAt = new Date(Date.now() + 3_600_000).toISOString();
    const [left, waits, unread, follows] = [
      request(outlet),
      request(outlet, { message: { type: 'text', text: 'later', sendAt } }),
      request(outlet),
      request(outlet),
    ] as const;
    await ask(left);
    await ask(waits);
    await eventually(async () => expect(await world.row(left.messageId)).toMatchObject({ state: 'accepted' }), { timeoutMs: 20_000 });
    await eventually(async () => expect(await world.row(waits.messageId)).toMatchObject({ state: 'scheduled' }), { timeoutMs: 20_000 });
    await withdraw([left, waits, unread]);
    for (const { messageId, reference } of [waits, unread]) {
      await eventually(async () => expect(await told(messageId)).toMatchObject([{ reference, status: 'cancelled', outletId: outlet.id }]), {
        timeoutMs: 20_000,
      });
    }
    expect(await world.row(waits.messageId)).toMatchObject({ state: 'cancelled' });
    await ask(unread);
    await ask(follows);
    await eventually(async () => expect(await world.row(follows.messageId)).toMatchObject({ state: 'accepted' }), { timeoutMs: 20_000 });
    expect(await world.infra.rows('select from message_sender.messages where id = $1', [unread.messageId])).toEqual([]);
    expect(await told(left.messageId)).toMatchObject([{ status: 'accepted' }]);
    expect(world.graph.texts(outlet.phoneNumberId)).toEqual(['from a campaign', 'from a campaign']);
  }, 90_000);

  it('of invoices are taken back too, and who asked hears of it', async () => {
    const outlet = await world.outlet();
    const { messageId, reference } = request(outlet);
    await world.infra.publish(orderMessagesWithdrawn, outlet.tenantId, { outletId: outlet.id, messages: [{ messageId, reference }] });
    await eventually(async () => expect(await told(messageId)).toMatchObject([{ requester: 'commerce', reference, status: 'cancelled' }]), {
      timeoutMs: 20_000,
    });
  }, 60_000);

  it('of other programs are told to nobody', async () => {
    const outlet = await world.outlet();
    await world.hasWritten(outlet, { phone: TO });
    const { body } = await world.call('POST', '/messages', outlet.tenantId, { outletId: outlet.id, to: TO, type: 'text', text: 'own' });
    await eventually(async () => expect(await world.row(body.id)).toMatchObject({ state: 'accepted' }), { timeoutMs: 20_000 });
    expect(await told(body.id)).toEqual([]);
  });
});
