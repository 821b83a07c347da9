import { v7 } from 'uuid';
import { ApplyRetentionHandler } from '../src/handlers/privacy/apply-retention.handler.js';
import { UploadMediaHandler } from '../src/handlers/media/upload-media.handler.js';
import { SenderWorld } from './sender-world.js';

/** More than a batch. */
const MANY = 1_005;

const world = new SenderWorld();
beforeAll(async () => {
  await world.start();
  await world.startService();
}, 60_000);
afterAll(() => world.stop(), 30_000);

describe('what nothing is to come of any more', () => {
  it('reports about messages of others end after two years, those about our own stay with their message', async () => {
    const tenantId = v7();
    const report = (wamid: string, ageDays: number, { count = 1, messageId = null as string | null } = {}): Promise<unknown> =>
      world.infra.rows(
        `insert into message_sender.status_log (tenant_id, wamid, status, participant, outlet_id, message_id, status_at, received_at, recipient)
         select $1, $2, 'sent', n::text, uuidv7(), $3, now(), now() - make_interval(days => $4), '{}' from generate_series(1, $5) n`,
        [tenantId, wamid, messageId, ageDays, count],
      );
    await report('old', 731, { count: MANY });
    await report('young', 729);
    await report('own', 800, { messageId: v7() });
    await world.running.app.get(ApplyRetentionHandler).execute();
    expect(await world.infra.rows('select wamid from message_sender.status_log where tenant_id = $1 order by 1', [tenantId])).toEqual([
      { wamid: 'own' },
      { wamid: 'young' },
    ]);
  });

  it('messages go behind however many that wait for a time far ahead, and those that were taken back by the age of that', async () => {
    const outlet = await world.outlet();
    await world.infra.rows('insert into conversation.retention (tenant_id, messages_days) values ($1, 30)', [outlet.tenantId]);
    const add = (text: string, state: string, over: { ageDays: number; sendInDays?: number; changedDaysAgo?: number; count?: number }) =>
      world.infra.rows(
        `insert into message_sender.messages (tenant_id, id, outlet_id, recipient_phone, lane, class, content, state, created_at, send_at, due_at,
           updated_at, next_attempt_at)
         select $1, uuidv7(make_interval(days => -$4::integer)), $2::uuid, '16505551234', $2::uuid::text || ':16505551234', 'reply',
           jsonb_build_object('type', 'text', 'text', jsonb_build_object('body', $3::text)), $5::text, now() - make_interval(days => $4::integer),
           now() + make_interval(days => $6::integer), case when $5::text = 'scheduled' then now() + make_interval(days => $6::integer) end,
           now() - make_interval(days => $7::integer), now() + interval '1 year'
         from generate_series(1, $8::integer)`,
        [
          outlet.tenantId,
          outlet.id,
          text,
          over.ageDays,
          state,
          over.sendInDays ?? -over.ageDays,
          over.changedDaysAgo ?? over.ageDays,
          over.count ?? 1,
        ],
      );
    await add('waits', 'scheduled', { ageDays: 50, sendInDays: 20, count: MANY });
    await add('sent', 'accepted', { ageDays: 40, count: MANY });
    await add('taken back long ago', 'cancelled', { ageDays: 45, sendInDays: 20, changedDaysAgo: 31 });
    await add('taken back lately', 'cancelled', { ageDays: 45, sendInDays: -44, changedDaysAgo: 29 });
    await world.running.app.get(ApplyRetentionHandler).execute();
    expect(
      await world.infra.rows(
        `select content -> 'text' ->> 'body' as body, count(*)::int from message_sender.messages where tenant_id = $1 group by 1 order by 1`,
        [outlet.tenantId],
      ),
    ).toEqual([
      { body: 'taken back lately', count: 1 },
      { body: 'waits', count: MANY },
    ]);
  }, 30_000);

  it('ids of the erased and uploads that WhatsApp has no more go in batches', async () => {
    const tenantId = v7();
    await world.infra.rows(
      `insert into message_sender.erased_ids (tenant_id, id, erased_at)
       select $1, uuidv7(), now() - make_interval(days => case when n = 1 then 89 else 91 end) from generate_series(1, ${MANY}) n`,
      [tenantId],
    );
    await world.infra.rows(
      `insert into message_sender.media_uploads (tenant_id, media_id, outlet_id, usable_until)
       select $1, uuidv7(), uuidv7(), now() + make_interval(hours => case when n = 1 then 1 else -1 end) from generate_series(1, ${MANY}) n`,
      [tenantId],
    );
    await world.running.app.get(ApplyRetentionHandler).execute();
    await world.running.app.get(UploadMediaHandler).prune();
    for (const table of ['erased_ids', 'media_uploads']) {
      expect(await world.infra.rows(`select from message_sender.${table} where tenant_id = $1`, [tenantId])).toHaveLength(1);
    }
  });
});
