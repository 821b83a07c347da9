import { v7 } from 'uuid';
import { openQuestion } from '#contracts';
import type { RunningService } from '#service-kit';
import { eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { World } from './conversation-world.js';
import { standIns } from './tenant-stand-in.js';

describe('what a customer wrote last', () => {
  let infra: Infrastructure;
  let running: RunningService;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    running = await startService(infra, service);
  }, 120_000);
  afterAll(async () => {
    await running?.close();
    await infra?.stop();
  }, 30_000);

  const open = async (tenantId: string, conversationId: string) => {
    const nats = await infra.nats();
    const message = await eventually(() =>
      nats.request(openQuestion.subject, JSON.stringify({ tenantId, request: { conversationId } }), { timeout: 10_000 }),
    );
    const answered = message.json<{ ok: boolean; reply: unknown }>();
    expect(answered).toMatchObject({ ok: true });
    return openQuestion.reply.parse(answered.reply);
  };
  const say = (world: World, conversationId: string, author: string, text: string) =>
    infra.rows(
      `with next as (
         update conversation.conversations set next_seq = next_seq + 1 where tenant_id = $1 and id = $3 returning next_seq - 1 as seq)
       insert into conversation.messages (tenant_id, id, conversation_id, seq, direction, author, type, text, status, epoch, at)
       select $1, $2, $3, seq, 'outbound', $4, 'text', $5, 'sent', 1, now() from next`,
      [world.tenantId, v7(), conversationId, author, text],
    );

  it('is told with what was said before, also after somebody has answered, and to no other tenant', async () => {
    const world = await World.create(infra, { replyDebounceMs: 60_000 });
    await world.write({ phone: '51900000001', name: 'Ana' }, 'Hello');
    const [conversation] = await eventually(async () => {
      const rows = await world.conversations();
      expect(rows).toHaveLength(1);
      return rows;
    });
    const { id } = conversation!;
    await say(world, id, 'agent', 'Good morning, Ana!');
    await world.write({ phone: '51900000001' }, 'Do you repair lamps?');
    await say(world, id, 'system', 'A colleague will be with you.');
    await world.write({ phone: '51900000001' }, 'And chairs?');
    const told = {
      asked: {
        outletId: world.outletId,
        question: 'Do you repair lamps?\nAnd chairs?',
        history: [
          { author: 'customer', text: 'Hello' },
          { author: 'agent', text: 'Good morning, Ana!' },
          { author: 'system', text: 'A colleague will be with you.' },
        ],
        customerName: 'Ana',
        contactId: conversation!.contact_id,
      },
    };
    await eventually(async () => expect(await open(world.tenantId, id)).toEqual(told));
    await say(world, id, 'agent', 'One moment, please.');
    expect((await open(world.tenantId, id)).asked).toMatchObject({ question: 'Do you repair lamps?\nAnd chairs?' });
    expect(await open(v7(), id)).toEqual({ isUnknown: true });
    expect(await open(world.tenantId, v7())).toEqual({ isUnknown: true });
  }, 60_000);
});
