import { messageCancelled, messageSubmitted, statusChanged } from '#contracts';
import type { RunningService } from '#service-kit';
import { startInfrastructure, startService, type Infrastructure } from '#testing';
import { v7 } from 'uuid';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { World } from './conversation-world.js';
import { standIns } from './tenant-stand-in.js';

describe('a message that was taken back before it left', () => {
  let infra: Infrastructure;
  let running: RunningService | undefined;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    await infra.nats();
    running = await startService(infra, service);
  }, 60_000);
  afterAll(async () => {
    await running?.close();
    await infra?.stop();
  }, 30_000);

  const at = (): string => new Date().toISOString();
  const submit = (world: World, messageId: string) =>
    infra.publish(messageSubmitted, world.tenantId, {
      messageId,
      outletId: world.outletId,
      to: { phone: '16505551234' },
      type: 'text',
      text: 'hello',
      content: { type: 'text', text: { body: 'hello' } },
      at: at(),
    });
  const cancel = (world: World, messageId: string, wasScheduled = false) =>
    infra.publish(messageCancelled, world.tenantId, { messageId, outletId: world.outletId, wasScheduled, at: at() });
  const parked = (world: World) => infra.rows('select from conversation.pending_statuses where tenant_id = $1', [world.tenantId]);

  it('is shown as cancelled in its conversation, whichever of the two is heard of first, and however often', async () => {
    const world = await World.create(infra);
    const [before, after] = [v7(), v7()];
    await submit(world, before);
    await cancel(world, after);
    await infra.settled('conversation');
    await cancel(world, before);
    await cancel(world, before);
    await submit(world, after);
    await infra.settled('conversation');
    expect(await world.messages()).toMatchObject([
      { id: before, status: 'cancelled' },
      { id: after, status: 'cancelled' },
    ]);
    expect(await parked(world)).toEqual([]);
    const log = await infra.rows(`select from conversation.inbox_log where tenant_id = $1 and kind = 'status' and ref_id = $2`, [
      world.tenantId,
      before,
    ]);
    expect(log).toHaveLength(1);
  });

  it('leaves nothing behind where its time had not come: it stood in no conversation', async () => {
    const world = await World.create(infra);
    await cancel(world, v7(), true);
    await infra.settled('conversation');
    expect([await world.messages(), await parked(world)]).toEqual([[], []]);
  });

  it('of one company is not that of another', async () => {
    const [mine, theirs] = [await World.create(infra), await World.create(infra)];
    const id = v7();
    await submit(mine, id);
    await infra.settled('conversation');
    await cancel(theirs, id);
    await infra.publish(statusChanged, mine.tenantId, {
      messageId: id,
      outletId: mine.outletId,
      status: 'sent',
      wamid: 'wamid.x',
      at: at(),
    });
    await infra.settled('conversation');
    expect(await mine.messages()).toMatchObject([{ id, status: 'sent' }]);
  });
});
