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
