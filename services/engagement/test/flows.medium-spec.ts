import { v7 } from 'uuid';
import { contactErasureRequested } from '#contracts';
import { TenantDatabase } from '#database';
import type { RunningService } from '#service-kit';
import { dyingAt, eventually, seeded, startService } from '#testing';
import { AdvanceFlowsHandler } from '../src/handlers/flows/advance-flows.handler.js';
import { FlowRunsHandler } from '../src/handlers/flows/flow-runs.handler.js';
import { RunFlow } from '../src/handlers/flows/run-flow.step.js';
import { CampaignClock } from '../src/handlers/campaigns/clock.state.js';
import { FlowRunsRepository } from '../src/persistence/flows/flow-runs.repository.js';
import { service } from '../src/service.js';
import type { Json } from './campaign-world.js';
import { edge, FlowsWorld, ORDER, say, type Talk } from './flows-world.js';

const world = new FlowsWorld();

beforeAll(() => world.start(), 120_000);
afterAll(() => world.stop(), 60_000);

const HOUR = 3_600_000;
const LONG = { timeoutMs: 30_000 };
const advance = (): Promise<number> => world.get(AdvanceFlowsHandler).execute();
const ended = (talk: Talk, reason: string) =>
  eventually(async () => expect((await world.runs(talk)).at(-1)).toMatchObject({ state: 'ended', reason }), LONG);

describe('a flow', () => {
  it('is begun by a word, asks, keeps the answer, waits a day and goes on; each once, whatever comes twice', async () => {
    const outlet = await world.outlet();
    const talk = await world.talk(outlet);
    const id = await world.flow(outlet, ORDER);
    await world.says(talk, 'hello');
    expect(await world.runs(talk)).toEqual([]);
    await world.says(talk, 'MENU!', { times: 2 });
    expect(await world.said(talk)).toEqual(['Which size, Rosa?']);
    expect(await world.moved(talk)).toMatchObject([{ seq: 2, waits: true, deeds: [] }]);
    await world.says(talk, 'Large', { times: 2, type: 'interactive' });
    expect(await world.said(talk)).toEqual(['Which size, Rosa?', 'One Large.']);
    expect((await world.moved(talk))[1]).toMatchObject({
      seq: 3,
      waits: false,
      deeds: [{ kind: 'attribute', name: 'size', value: 'Large' }],
    });
    // Whoever sleeps is talked with by the bot.
    await world.says(talk, 'thank you');
    world.forward(24 * HOUR + 1_000);
    await ended(talk, 'end');
    await advance();
    expect(await world.said(talk)).toEqual(['Which size, Rosa?', 'One Large.', 'How was it?']);
    const { body: figures } = await world.call('GET', `/flows/${id}/figures`, outlet.tenantId);
    expect(figures).toMatchObject({ version: 1, started: 1, ended: { end: 1 } });
    expect(figures.passed).toEqual(
      expect.arrayContaining([
        { node: 'size', port: 'choice:l', passed: 1 },
        { node: 'rest', port: 'next', passed: 1 },
      ]),
    );
    const { body: list } = await world.call('GET', `/flows/${id}/runs`, outlet.tenantId);
    const { body: run } = await world.call('GET', `/flows/${id}/runs/${list.items[0].id}`, outlet.tenantId);
    expect(run.log.map(({ kind, node = '', detail = '' }: Json) => `${kind} ${node} ${detail}`.trim())).toEqual([
      'sent size',
      'sent thanks',
      'passed size choice:l',
      'passed thanks next',
      'sent after',
      'passed rest next',
      'passed after next',
      'ended  end',
    ]);
  }, 90_000);

  it('leaves alone what others have asked, or have answered already: the buttons of orders and surveys, and wishes', async () => {
    const outlet = await world.outlet();
    const talk = await world.talk(outlet);
    await world.flow(outlet, ORDER);
    await world.says(talk, 'menu', { asksForReply: false });
    expect(await world.runs(talk)).toEqual([]);
    await world.says(talk, 'menu');
    await world.says(talk, 'STOP', { asksForReply: false });
    expect(await world.said(talk)).toEqual(['Which size, Rosa?']);
    expect(await world.runs(talk)).toMatchObject([{ state: 'active', last_seq: 3, position: { attempts: 0 } }]);
    await world.says(talk, 'Large');
    expect(await world.said(talk)).toEqual(['Which size, Rosa?', 'One Large.']);
  }, 90_000);

  it('goes on where nobody answers, hands over where nothing fits, and ends where its message does not leave', async () => {
    const outlet = await world.outlet();
    const [silent, unclear, refused] = [await world.talk(outlet), await world.talk(outlet), await world.talk(outlet)];
    await world.flow(outlet, ORDER);
    for (const talk of [silent, unclear, refused]) await world.says(talk, 'menu');
    await world.says(unclear, 'what?');
    await world.says(unclear, 'what??');
    await ended(unclear, 'handed_over');
    expect((await world.moved(unclear)).at(-1)).toMatchObject({ deeds: [{ kind: 'handoff' }], waits: false });
    const [{ position: _, id }] = (await world.runs(refused)) as [Json];
    const asked = (await world.askedByFlows(outlet.tenantId)).find(({ reference }) => reference.includes(id));
    await world.tell(outlet.tenantId, asked!, { status: 'refused', refusal: { code: 'window_closed', detail: 'the window is over' } });
    await ended(refused, 'message_refused');
    world.forward(2 * HOUR + 1_000);
    await ended(silent, 'end');
    expect((await world.said(silent)).at(-1)).toBe('We close this.');
  }, 90_000);

  it('holds up no other run when one goes wrong, and finds every company of whom one is due', async () => {
    const [first, second] = [await world.outlet(), await world.outlet()];
    const talks = [await world.talk(first), await world.talk(first), await world.talk(second)] as const;
    for (const outlet of [first, second]) await world.flow(outlet, ORDER);
    for (const talk of talks) await world.says(talk, 'menu');
    const [broken, ...others] = talks;
    const [{ id }] = (await world.runs(broken)) as [Json];
    const step = world.get(RunFlow);
    const goOn = step.goOn.bind(step);
    step.goOn = (tx, run, event) => (run.id === id ? Promise.reject(new Error('the flow of this run goes wrong')) : goOn(tx, run, event));
    const later = new Date(world.now().getTime() + 3 * HOUR).toISOString();
    const due = await world.get(TenantDatabase).forSystem((tx) => world.get(FlowRunsRepository).tenantsDue(tx, later, 1));
    expect(due).toEqual(expect.arrayContaining([first.tenantId, second.tenantId]));
    world.forward(2 * HOUR + 1_000);
    for (const talk of others) await ended(talk, 'end');
    await advance();
    expect(await world.runs(broken)).toMatchObject([{ state: 'active' }]);
    const [{ isLater }] = (await world.infra.rows('select due_at > $2 as "isLater" from engagement.flow_runs where id = $1', [
      id,
      world.now().toISOString(),
    ])) as [Json];
    expect(isLater).toBe(true);
    step.goOn = goOn;
  }, 90_000);

  it('stops when a person takes the conversation, whether it hears of that or looks, and begins in none that a person has', async () => {
    const outlet = await world.outlet();
    const [told, seen, had] = [await world.talk(outlet), await world.talk(outlet), await world.talk(outlet)];
    await world.flow(outlet, ORDER);
    for (const talk of [told, seen]) await world.says(talk, 'menu');
    await world.takesOver(told);
    await ended(told, 'taken_over');
    await world.takesOver(seen, false);
    await world.says(seen, 'Large');
    await ended(seen, 'taken_over');
    await world.takesOver(had);
    await world.says(had, 'menu');
    expect(await world.runs(had)).toEqual([]);
    expect([await world.said(told), await world.said(seen), await world.said(had)]).toEqual([
      ['Which size, Rosa?'],
      ['Which size, Rosa?'],
      [],
    ]);
    // Whom somebody has answered is not answered a second time.
    const answered = await world.talk(outlet);
    await world.infra.rows('update conversation.conversations set unanswered_from_seq = 5 where tenant_id = $1 and id = $2', [
      outlet.tenantId,
      answered.conversationId,
    ]);
    await world.says(answered, 'menu');
    expect(await world.runs(answered)).toEqual([]);
  }, 90_000);

  it('stays on the version with which it began, goes into other flows, and is begun by programs', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const talk = await world.talk(outlet);
    const other = await world.flow(outlet, {
      start: 'a',
      nodes: [say('a', 'The other one.'), { id: 'b', kind: 'answer' }],
      edges: [edge('a', 'next', 'b')],
    });
    const id = await world.flow(outlet, ORDER);
    const begin = () => world.call('POST', `/flows/${id}/runs`, tenantId, { contactId: talk.contactId });
    expect((await begin()).status).toBe(201);
    expect(await begin()).toMatchObject({ status: 409, body: { code: 'conversation_busy' } });
    const isKnown = { id: 'known', condition: { field: 'attributes.size', op: 'exists', value: true } };
    const changed = {
      ...ORDER,
      start: 'x',
      nodes: [...ORDER.nodes, say('x', 'New.'), { id: 'is', kind: 'branch', cases: [isKnown] }, { id: 'y', kind: 'goto', flowId: other }],
      edges: [...ORDER.edges, edge('x', 'next', 'is'), edge('is', 'case:known', 'y'), edge('is', 'else', 'size')],
    };
    expect(await world.call('PUT', `/flows/${id}`, tenantId, { revision: 1, definition: changed })).toMatchObject({
      status: 200,
      body: { revision: 2 },
    });
    expect(await world.call('PUT', `/flows/${id}`, tenantId, { revision: 1, name: 'Old' })).toMatchObject({
      status: 409,
      body: { code: 'flow_changed' },
    });
    expect(await world.publish(tenantId, id)).toMatchObject({ state: 'live', version: 2 });
    await world.says(talk, 'Small');
    expect(await world.said(talk)).toEqual(['Which size, Rosa?', 'One Small.']);
    world.forward(24 * HOUR + 1_000);
    await ended(talk, 'end');
    await world.infra.rows(`update conversation.contacts set attributes = '{"size": "Small"}' where tenant_id = $1`, [tenantId]);
    await begin();
    await ended(talk, 'to_bot');
    expect((await world.said(talk)).slice(2)).toEqual(['How was it?', 'New.', 'The other one.']);
    expect((await world.moved(talk)).at(-1)).toMatchObject({ deeds: [{ kind: 'answer' }] });
    expect(await world.call('POST', `/flows/${id}/runs`, tenantId, { contactId: v7() })).toMatchObject({
      body: { code: 'no_conversation' },
    });
    expect(await world.call('DELETE', `/flows/${id}`, tenantId)).toMatchObject({ status: 409, body: { code: 'flow_in_use' } });
    expect(await world.call('POST', `/flows/${id}/stop`, tenantId)).toMatchObject({ status: 200, body: { state: 'stopped' } });
    expect(await begin()).toMatchObject({ body: { code: 'flow_not_live' } });
    expect((await world.call('DELETE', `/flows/${id}`, tenantId)).status).toBe(204);
  }, 90_000);

  it('is checked, tried by the very interpreter, exported and imported, and is of one company', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const { body: made } = await world.call('POST', '/flows', tenantId, { name: 'Empty', outletId: outlet.id });
    expect(await world.call('POST', `/flows/${made.id}/publish`, tenantId)).toMatchObject({
      status: 422,
      body: { code: 'flow_incomplete', errors: [{ field: 'definition' }] },
    });
    expect(await world.call('PUT', `/flows/${made.id}`, tenantId, { definition: { nodes: [{ id: 'a', kind: 'shoe' }] } })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'definition.nodes.0.kind' }] },
    });
    expect(await world.call('POST', '/flows', tenantId, { name: 'Empty', outletId: outlet.id })).toMatchObject({
      body: { code: 'name_taken' },
    });
    expect(await world.call('POST', '/flows', tenantId, { name: 'Elsewhere', outletId: v7() })).toMatchObject({
      body: { errors: [{ field: 'outletId' }] },
    });
    const checked = await world.call('POST', `/flows/${made.id}/check`, tenantId, { definition: { ...ORDER, start: null } }, 'viewer');
    expect(checked.body.faults[0]).toMatchObject({ nodeId: null, code: 'no_start' });
    const events = [{ kind: 'start', text: 'menu' }, { kind: 'message', text: 'Large' }, { kind: 'due' }];
    const tried = await world.call(
      'POST',
      `/flows/${made.id}/simulate`,
      tenantId,
      { definition: ORDER, events, contact: { name: 'Rosa' } },
      'viewer',
    );
    expect(tried.body).toMatchObject({ ended: 'end', waitsFor: null });
    expect(tried.body.entries.map((entry: Json) => entry.by)).toEqual(['customer', 'flow', 'customer', 'flow', 'flow', 'time', 'flow']);
    await world.call('PUT', `/flows/${made.id}`, tenantId, { definition: ORDER });
    const { body: file } = await world.call('GET', `/flows/${made.id}/export`, tenantId);
    expect(file).toMatchObject({ format: 'chasqui.flow/1', name: 'Empty' });
    const copy = await world.call('POST', '/flows', tenantId, { name: 'Copy', outletId: outlet.id, definition: file.definition });
    expect(copy.body.definition).toEqual(file.definition);
    expect((await world.call('GET', '/flows', tenantId)).body.items.map(({ name }: Json) => name)).toEqual(['Copy', 'Empty']);
    const stranger = (await world.outlet()).tenantId;
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['PUT', '', { name: 'Mine' }],
      ['DELETE', '', undefined],
      ['POST', '/publish', undefined],
      ['POST', '/stop', undefined],
      ['POST', '/simulate', { events: [{ kind: 'start' }] }],
      ['POST', '/runs', { contactId: v7() }],
      ['GET', '/runs', undefined],
      ['GET', '/figures', undefined],
      ['GET', '/export', undefined],
    ] as const) {
      expect(await world.call(method, `/flows/${made.id}${path}`, stranger, body)).toMatchObject({ status: 404 });
    }
  }, 60_000);

  it('forgets whom the company forgets, and who went through it long ago', async () => {
    const outlet = await world.outlet();
    const [gone, old] = [await world.talk(outlet), await world.talk(outlet)];
    await world.flow(outlet, ORDER);
    for (const talk of [gone, old]) await world.says(talk, 'menu');
    await world.infra.publish(contactErasureRequested, outlet.tenantId, {
      erasureId: v7(),
      phones: [],
      userIds: [],
      conversationIds: [],
      contactIds: [gone.contactId],
    });
    await eventually(async () => expect(await world.runs(gone)).toEqual([]), LONG);
    world.forward(2 * HOUR + 1_000);
    await ended(old, 'end');
    await world.infra.rows(`update engagement.flow_runs set ended_at = now() - interval '401 days' where tenant_id = $1`, [
      outlet.tenantId,
    ]);
    await world.get(FlowRunsHandler).prune();
    expect(await world.runs(old)).toEqual([]);
    expect(await world.infra.rows('select from engagement.flow_log where tenant_id = $1', [outlet.tenantId])).toEqual([]);
  }, 90_000);

  it('of two processes goes on once, through deaths at any statement, take-overs and edits: nothing twice, nothing left out', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const id = await world.flow(outlet, ORDER);
    const second: RunningService = await startService(world.infra, service);
    second.app.get(CampaignClock, { strict: false }).now = () => world.now();
    const advanceThere = (): Promise<number> => second.app.get(AdvanceFlowsHandler, { strict: false }).execute();
    try {
      const random = seeded(20_261_201);
      const talks = await Promise.all(Array.from({ length: 12 }, () => world.talk(outlet)));
      const taken = new Set<Talk>();
      for (let turn = 0; turn < 150; turn++) {
        const talk = talks[Math.floor(random() * talks.length)]!;
        const what = random();
        if (what < 0.45)
          await world.says(talk, ['menu', 'Large', 'Small', 'what?'][Math.floor(random() * 4)]!, { times: random() < 0.3 ? 2 : 1 });
        else if (what < 0.6) world.forward(Math.floor(random() * 13 * HOUR));
        else if (what < 0.66 && taken.size < 4) {
          await world.takesOver(talk);
          taken.add(talk);
        } else if (what < 0.72) await world.publish(tenantId, id);
        else if (what < 0.86) await dyingAt('chasqui_engagement', Math.floor(random() * 20), advance);
        else await Promise.all([advance(), advanceThere()]);
      }
      world.forward(30 * 24 * HOUR);
      await eventually(async () => {
        world.forward(24 * HOUR);
        await Promise.all([advance(), advanceThere()]);
        expect(await world.infra.rows(`select from engagement.flow_runs where tenant_id = $1 and state = 'active'`, [tenantId])).toEqual(
          [],
        );
      }, LONG);
      await judge(tenantId, id, taken);
    } finally {
      await second.close();
    }
  }, 240_000);
});

/** The model: the log of each run is a way through its version, and everything that it says it has asked for, once. */
async function judge(tenantId: string, flowId: string, taken: ReadonlySet<Talk>): Promise<void> {
  const runs = await world.infra.rows<Json>('select * from engagement.flow_runs where tenant_id = $1', [tenantId]);
  const log = await world.infra.rows<Json>('select * from engagement.flow_log where tenant_id = $1 order by run_id, n', [tenantId]);
  expect(runs.length).toBeGreaterThan(5);
  const asked = (await world.askedByFlows(tenantId)).map(({ messageId }) => messageId);
  expect(new Set(asked).size).toBe(asked.length);
  expect(
    log
      .filter(({ kind }) => kind === 'sent')
      .map(({ message_id }) => message_id)
      .sort(),
  ).toEqual([...asked].sort());
  const next = new Map((ORDER.edges as Json[]).map(({ from, port, to }) => [`${from} ${port}`, to]));
  for (const run of runs) {
    const own = log.filter(({ run_id }) => run_id === run.id);
    expect(own.map(({ n }) => n)).toEqual(own.map((_, index) => index));
    expect(own.filter(({ kind }) => kind === 'ended')).toHaveLength(1);
    let at: string | undefined = 'size';
    for (const { kind, node, detail } of own) {
      if (kind !== 'passed') continue;
      expect(node).toBe(at);
      at = next.get(`${node} ${detail}`);
    }
    if (run.reason === 'end') expect(at).toBeUndefined();
    if (run.reason === 'taken_over') expect([...taken].some(({ conversationId }) => conversationId === run.conversation_id)).toBe(true);
  }
  const figures = await world.infra.rows<Json>(
    `select sum(passed) filter (where port = 'started')::integer as began, sum(passed) filter (where port <> 'started')::integer as ended
     from engagement.flow_figures where tenant_id = $1 and flow_id = $2 and node = ''`,
    [tenantId, flowId],
  );
  expect(figures).toEqual([{ began: runs.length, ended: runs.length }]);
}
