import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { eventually, startService } from '#testing';
import { Graph } from '../src/clients/sending/graph.js';
import { service } from '../src/service.js';
import { SenderWorld, type Outlet } from './sender-world.js';

const world = new SenderWorld();
const { graph } = world;

beforeAll(() => world.start(), 60_000);
afterAll(() => world.stop(), 30_000);

const reaches = (id: string, state: string, timeoutMs = 15_000) =>
  eventually(async () => expect(await world.row(id)).toMatchObject({ state }), { timeoutMs });

/** A message as it lies in the queue, or as a process that was killed while sending it left it. */
async function stored(outlet: Outlet, over: { state?: string; class?: string; to?: string; text?: string } = {}): Promise<string> {
  const id = v7();
  const to = over.to ?? '16505551234';
  await world.infra.rows(
    `insert into message_sender.messages (tenant_id, id, outlet_id, recipient_phone, lane, class, content, state, claim, attempted_at, sender_instance)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() - interval '1 minute', $10)`,
    [
      outlet.tenantId,
      id,
      outlet.id,
      to,
      `${outlet.id}:${to}`,
      over.class ?? 'reply',
      JSON.stringify({ type: 'text', text: over.text ?? 'stored' }),
      over.state ?? 'queued',
      over.state ? 1 : 0,
      v7(),
    ],
  );
  return id;
}

describe('after a crash', () => {
  it('serves classes first and outlets in turn from what it finds in the queue', async () => {
    const [a, b, c] = [await world.outlet(), await world.outlet(), await world.outlet()];
    for (const n of [1, 2, 3, 4]) await stored(a, { class: 'broadcast', to: `1650555000${n}`, text: `a${n}` });
    await stored(b, { class: 'broadcast', text: 'b1' });
    await stored(c, { class: 'otp', text: 'c1' });
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    for (const { phoneNumberId } of [a, b, c]) graph.script(phoneNumberId, () => gate);
    await world.startService({ SEND_CONCURRENCY: '3' });
    await eventually(() => expect(graph.posts).toHaveLength(3));
    expect(graph.posts.map((post) => post.body.text.body).sort()).toEqual(['a1', 'b1', 'c1']);
    release();
    await eventually(() => expect(graph.texts(a.phoneNumberId).sort()).toEqual(['a1', 'a2', 'a3', 'a4']));
    await world.running.close();
  }, 30_000);

  it('sends a message that was under way again once on evidence that WhatsApp did not take it, and never without', async () => {
    const [proven, silent] = [await world.outlet(), await world.outlet()];
    const [lost, dark] = [await stored(proven, { state: 'sending' }), await stored(silent, { state: 'sending' })];
    await world.startService();
    for (const id of [lost, dark]) await reaches(id, 'unknown');
    expect(await world.announced(lost)).toEqual(['unknown']);

    // Neither a message that is only accepted nor a status of a message that was sent elsewhere proves anything.
    const later = await world.request(proven, 'later', { to: '16505550002' });
    await reaches(later, 'accepted');
    await world.report(proven, { wamid: 'wamid.elsewhere', status: 'sent' });
    const darkLater = await world.request(silent, 'later', { to: '16505550002' });
    await reaches(darkLater, 'accepted');
    expect(await world.row(lost)).toMatchObject({ state: 'unknown' });

    graph.script(proven.phoneNumberId, 'drop');
    await world.report(proven, { wamid: (await world.row(later)).wamid!, status: 'sent', callbackData: later });
    await eventually(async () => expect(await world.row(lost)).toMatchObject({ state: 'unknown', resends: 1, claim: 2 }));
    // It went out again and its answer was lost again: more evidence does not send it a third time.
    await world.report(proven, {
      wamid: (await world.row(later)).wamid!,
      status: 'read',
      callbackData: later,
      at: new Date(Date.now() + 60_000),
    });
    await reaches(later, 'read');
    const third = await stored(proven, { state: 'sending', to: '16505550003' });
    await reaches(third, 'accepted');
    expect(await world.row(lost)).toMatchObject({ state: 'unknown', resends: 1, claim: 2 });
    expect(graph.of(proven.phoneNumberId).filter((post) => post.body.biz_opaque_callback_data === lost)).toHaveLength(1);
    expect(await world.row(dark)).toMatchObject({ state: 'unknown', resends: 0 });
    expect(graph.texts(silent.phoneNumberId)).toEqual(['later']);
    await world.running.close();
  }, 30_000);

  it('stores the answer later when Postgres is killed before it can be stored, and posts once', async () => {
    const outlet = await world.outlet();
    await world.startService();
    graph.script(outlet.phoneNumberId, () => world.infra.killPostgres());
    const id = await world.request(outlet, 'through an outage');
    await eventually(() => expect(graph.of(outlet.phoneNumberId)).toHaveLength(1));
    await eventually(async () => {
      const { status } = await fetch(`${world.running.url}/health/ready`);
      expect(status).toBe(503);
    });
    await world.infra.startPostgres();
    await reaches(id, 'accepted');
    expect(await world.row(id)).toMatchObject({ claim: 1, wamid: graph.of(outlet.phoneNumberId)[0]!.wamid });
    expect(graph.of(outlet.phoneNumberId)).toHaveLength(1);
    await world.running.close();
  }, 40_000);

  it('does not send again what WhatsApp reports in the moment in which it is about to be', async () => {
    const outlet = await world.outlet();
    const lost = await stored(outlet, { state: 'sending' });
    await world.startService();
    await reaches(lost, 'unknown');
    const database = world.running.app.get(TenantDatabase);
    const forSystem = database.forSystem.bind(database);
    const [chosen, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    database.forSystem = async (work) => {
      const result = await forSystem(work);
      const { candidates = [] } = (result ?? {}) as { candidates?: { id: string }[] };
      if (candidates.some(({ id }) => id === lost)) {
        chosen.resolve();
        await gate.promise;
      }
      return result;
    };
    const later = await world.request(outlet, 'later', { to: '16505550002' });
    await reaches(later, 'accepted');
    await world.report(outlet, { wamid: (await world.row(later)).wamid!, status: 'sent', callbackData: later });
    await chosen.promise;
    await world.report(outlet, { wamid: 'wamid.lost', status: 'delivered', callbackData: lost });
    await reaches(lost, 'delivered');
    gate.resolve();
    const last = await world.request(outlet, 'last', { to: '16505550003' });
    await reaches(last, 'accepted');
    expect(await world.row(lost)).toMatchObject({ state: 'delivered', resends: 0, wamid: 'wamid.lost' });
    expect(graph.of(outlet.phoneNumberId).filter((post) => post.body.biz_opaque_callback_data === lost)).toEqual([]);
    await world.running.close();
  }, 30_000);

  it('does not send again what an error of its own may have sent', async () => {
    const outlet = await world.outlet();
    await world.startService();
    const client = world.running.app.get(Graph);
    const sendMessage = client.sendMessage.bind(client);
    client.sendMessage = async (...given) => {
      await sendMessage(...given);
      throw new TypeError('a fault of this process');
    };
    const id = await world.request(outlet, 'once');
    await reaches(id, 'unknown');
    client.sendMessage = sendMessage;
    await reaches(await world.request(outlet, 'and on', { to: '16505550002' }), 'accepted');
    expect(await world.row(id)).toMatchObject({ state: 'unknown', claim: 1 });
    expect(graph.texts(outlet.phoneNumberId)).toEqual(['once', 'and on']);
    await world.running.close();
  }, 30_000);

  it('sends nothing that another process may have sent while it was paused between claim and request', async () => {
    const outlet = await world.outlet();
    await world.startService({ GRAPH_TIMEOUT_MS: '200' });
    const paused = world.running;
    const id = v7();
    let resume = (): void => undefined;
    const pause = new Promise<void>((resolve) => (resume = resolve));
    // The claim is committed, and the process stands still before it goes on.
    const database = paused.app.get(TenantDatabase);
    const forSystem = database.forSystem.bind(database);
    database.forSystem = async (work) => {
      const result = await forSystem(work);
      if (Array.isArray(result) && result.some((row: { id?: string; sealedToken?: string }) => row.id === id && row.sealedToken))
        await pause;
      return result;
    };
    await world.request(outlet, 'paused', { messageId: id, to: '16505550001' });
    await reaches(id, 'sending');
    const other = await startService(world.infra, service, {
      WHATSAPP_GRAPH_URL: graph.url,
      GRAPH_TIMEOUT_MS: '200',
      UNKNOWN_RESEND_AFTER_MS: '300',
    });
    try {
      await reaches(id, 'unknown');
      const later = await world.request(outlet, 'later', { to: '16505550002' });
      await reaches(later, 'accepted');
      const { wamid } = await world.row(later);
      await world.report(outlet, { wamid: wamid!, status: 'sent', callbackData: later, at: new Date(Date.now() + 1_000) });
      await reaches(id, 'accepted');
      const settled = await world.row(id);
      resume();
      const attempts = async () =>
        (await (await fetch(`${paused.url}/metrics`)).text()).match(/attempts_total\{outcome="not_sent"[^}]*\} (\d+)/)?.[1];
      await eventually(async () => expect(await attempts()).toBe('1'));
      expect(graph.texts(outlet.phoneNumberId).filter((text) => text === 'paused')).toHaveLength(1);
      expect(await world.row(id)).toEqual(settled);
    } finally {
      resume();
      await other.close();
      await paused.close();
    }
  }, 40_000);

  it('finishes what is under way when it is stopped, and claims nothing more', async () => {
    const outlet = await world.outlet();
    await world.startService();
    let release = (): void => undefined;
    graph.script(outlet.phoneNumberId, () => new Promise<void>((resolve) => (release = resolve)));
    const [first, second] = [await world.request(outlet, 'first'), await world.request(outlet, 'second')];
    await eventually(async () => {
      expect(graph.texts(outlet.phoneNumberId)).toEqual(['first']);
      expect(await world.row(second)).toMatchObject({ state: 'queued' });
    });
    const closing = world.running.close();
    release();
    await closing;
    expect(await world.row(first)).toMatchObject({ state: 'accepted' });
    expect(await world.row(second)).toMatchObject({ state: 'queued' });
    expect(graph.texts(outlet.phoneNumberId)).toEqual(['first']);
  }, 30_000);
});
