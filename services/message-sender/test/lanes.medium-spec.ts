import { v7 } from 'uuid';
import { eventually } from '#testing';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld();
const { graph } = world;

beforeAll(() => world.start(), 60_000);
afterEach(() => world.running.close(), 30_000);
afterAll(() => world.stop(), 30_000);

const campaign = { type: 'template', template: { name: 'campaign', language: 'en', category: 'UTILITY' } };
const stop = (outlet: Outlet): Promise<unknown> =>
  world.infra.rows(
    `insert into message_sender.holds (tenant_id, id, scope, key, kind, code, title, advice) values ($1, $2, 'template', $3, 'stop', '132015', '', '')`,
    [outlet.tenantId, v7(), `${outlet.wabaId}:campaign`],
  );
const reaches = (id: string, state: string): Promise<void> =>
  eventually(async () => expect(await world.row(id)).toMatchObject({ state }), { timeoutMs: 15_000 });
const sent = ({ phoneNumberId }: Outlet): string[] =>
  graph.of(phoneNumberId).map(({ body }) => (body.template?.name ?? body.text.body) as string);

describe('to one recipient', () => {
  it('nothing waits behind a template that is held, however urgent or not, and the held one leaves when it may', async () => {
    await world.startService();
    const outlet = await world.outlet();
    await stop(outlet);
    const held = await world.request(outlet, '', { content: campaign, class: 'broadcast' });
    await reaches(held, 'queued');
    for (const each of ['broadcast', 'reply', 'otp'] as const)
      await reaches(await world.request(outlet, each, { class: each }), 'accepted');
    expect(await world.row(held)).toMatchObject({ state: 'queued', claim: 0 });
    await world.infra.rows('update message_sender.holds set ended_at = now() where tenant_id = $1', [outlet.tenantId]);
    await reaches(held, 'accepted');
    expect(sent(outlet)).toEqual(['broadcast', 'reply', 'otp', 'campaign']);
  }, 30_000);

  it('the more urgent one leaves first, and messages of one class in the order of their requests', async () => {
    await world.startService();
    const outlet = await world.outlet();
    await world.infra.rows("update tenant.outlets set status = 'disabled' where id = $1", [outlet.id]);
    const wanted = [
      ['offer 1', 'broadcast'],
      ['reply 1', 'reply'],
      ['offer 2', 'broadcast'],
      ['reminder', 'reminder'],
      ['reply 2', 'reply'],
      ['code', 'otp'],
    ] as const;
    const ids: string[] = [];
    for (const [text, each] of wanted) ids.push(await world.request(outlet, text, { class: each }));
    for (const id of ids) await reaches(id, 'queued');
    await world.infra.rows("update tenant.outlets set status = 'active' where id = $1", [outlet.id]);
    for (const id of ids) await reaches(id, 'accepted');
    expect(sent(outlet)).toEqual(['code', 'reply 1', 'reply 2', 'reminder', 'offer 1', 'offer 2']);
  }, 30_000);

  it('what was put aside behind another one leaves as soon as that is settled, past one that is held', async () => {
    const outlet = await world.outlet();
    await world.startService({ SEND_CONCURRENCY: '1' });
    await world.infra.rows("update tenant.outlets set status = 'disabled' where id = $1", [outlet.id]);
    const held = await world.request(outlet, '', { content: campaign, class: 'broadcast' });
    const first = await world.request(outlet, 'first', { class: 'broadcast' });
    const second = await world.request(outlet, 'second', { class: 'broadcast' });
    for (const id of [held, first, second]) await reaches(id, 'queued');
    await stop(outlet);
    // As the dispatcher puts it aside while it waits for the first.
    await world.infra.rows(`update message_sender.messages set next_attempt_at = now() + interval '1 hour' where id = $1`, [second]);
    await world.infra.rows("update tenant.outlets set status = 'active' where id = $1", [outlet.id]);
    for (const id of [first, second]) await reaches(id, 'accepted');
    expect(sent(outlet)).toEqual(['first', 'second']);
  }, 30_000);
});
