import { v7 } from 'uuid';
import { holdEnded, holdPlaced } from '#contracts';
import { eventually } from '#testing';
import { SenderWorld } from './sender-world.js';

const world = new SenderWorld();

beforeAll(async () => {
  await world.start();
  await world.startService();
}, 60_000);
afterAll(() => world.stop(), 30_000);

describe('a number that was removed', () => {
  const message = { to: '+16505551234', type: 'text', text: 'later' };
  const remove = (id: string) => world.infra.rows('delete from tenant.outlets where id = $1', [id]);
  const fails = async (id: string): Promise<void> => {
    await eventually(async () => expect(await world.row(id)).toMatchObject({ state: 'failed', failed: true }), { timeoutMs: 15_000 });
    expect(await world.row(id)).toMatchObject({
      errors: [{ code: 0, title: 'The number was removed', advice: expect.stringContaining('another number') }],
    });
  };

  it('fails what was still to leave from it, and nobody is asked to connect it again', async () => {
    const outlet = await world.outlet();
    const { body } = await world.call('POST', '/messages', outlet.tenantId, {
      ...message,
      outletId: outlet.id,
      sendAt: new Date(Date.now() + 3_600_000).toISOString(),
    });
    await remove(outlet.id);
    await world.infra.rows(`update message_sender.messages set send_at = now(), due_at = now(), next_attempt_at = now() where id = $1`, [
      body.id,
    ]);
    await fails(body.id);
    expect(await world.infra.rows('select from message_sender.holds where tenant_id = $1', [outlet.tenantId])).toEqual([]);
    expect(await world.infra.outboxEvents(holdPlaced, outlet.tenantId)).toEqual([]);
    expect(await world.announced(body.id)).toEqual(['failed']);
  });

  it('has no hold any more that keeps them in the queue, and its end is no news', async () => {
    const outlet = await world.outlet();
    await world.infra.rows(
      `insert into message_sender.holds (tenant_id, id, scope, key, kind, code, title, advice) values ($1, $2, 'number', $3, 'stop', '131045', '', '')`,
      [outlet.tenantId, v7(), outlet.id],
    );
    const id = await world.request(outlet, 'held');
    await eventually(async () => expect(await world.row(id)).toMatchObject({ state: 'queued' }));
    await remove(outlet.id);
    await fails(id);
    expect(await world.infra.outboxEvents(holdEnded, outlet.tenantId)).toEqual([]);
  });
});
