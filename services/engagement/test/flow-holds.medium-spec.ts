import { v7 } from 'uuid';
import { contactErasureRequested } from '#contracts';
import { eventually } from '#testing';
import { AdvanceFlowsHandler, MAX_TRIES } from '../src/handlers/flows/advance-flows.handler.js';
import { KEPT_VERSIONS } from '../src/handlers/flows/flows.handler.js';
import { RunFlow } from '../src/handlers/flows/run-flow.step.js';
import { FlowRunsRepository } from '../src/persistence/flows/flow-runs.repository.js';
import { edge, FlowsWorld, ORDER } from './flows-world.js';

const world = new FlowsWorld();

beforeAll(() => world.start(), 120_000);
afterAll(() => world.stop(), 60_000);

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LONG = { timeoutMs: 30_000 };

describe('a conversation that a flow has, or has not', () => {
  it('with a group is none of a flow: the bot’s answer to the group stays due, and no program begins one there', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const group = await world.talk(outlet);
    await world.infra.rows('update conversation.contacts set phone = null, group_id = $3 where tenant_id = $1 and id = $2', [
      tenantId,
      group.contactId,
      'group-1',
    ]);
    const id = await world.flow(outlet, ORDER);
    await world.says(group, 'menu');
    expect(await world.runs(group)).toEqual([]);
    expect(await world.moved(group)).toEqual([]);
    const begun = await world.call('POST', `/flows/${id}/runs`, tenantId, { contactId: group.contactId });
    expect(begun).toMatchObject({ status: 409, body: { code: 'no_conversation' } });
  }, 60_000);

  it('goes on with the flow when its customer was merged into another contact', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const [talk, other] = [await world.talk(outlet), await world.talk(await world.outlet(tenantId))];
    await world.flow(outlet, ORDER);
    await world.says(talk, 'menu');
    await world.infra.rows('update conversation.contacts set merged_into = $3 where tenant_id = $1 and id = $2', [
      tenantId,
      talk.contactId,
      other.contactId,
    ]);
    await world.infra.rows('update conversation.conversations set contact_id = $3 where tenant_id = $1 and id = $2', [
      tenantId,
      talk.conversationId,
      other.contactId,
    ]);
    await world.says(talk, 'Large');
    expect(await world.said(other)).toEqual(['One Large.']);
    expect(await world.runs(talk)).toMatchObject([{ state: 'active', contact_id: other.contactId }]);
    expect((await world.moved(talk)).at(-1)).toMatchObject({ contactId: other.contactId });
  }, 60_000);

  it('is given back after a week in which nobody answered, and nothing of what was answered stays with the run', async () => {
    const outlet = await world.outlet();
    const talk = await world.talk(outlet);
    const ask = (id: string, saveAs: string): object => ({ id, kind: 'question', text: `Your ${id}?`, answer: 'text', saveAs });
    const id = await world.flow(outlet, {
      triggers: [{ kind: 'keyword', words: ['join'] }],
      start: 'name',
      nodes: [ask('name', 'name'), ask('town', 'town')],
      edges: [edge('name', 'next', 'town')],
    });
    await world.says(talk, 'join');
    await world.says(talk, 'Rosa Quispe');
    expect(await world.runs(talk)).toMatchObject([{ state: 'active', position: { answer: 'Rosa Quispe' } }]);
    world.forward(6 * DAY);
    await world.get(AdvanceFlowsHandler).execute();
    expect(await world.runs(talk)).toMatchObject([{ state: 'active' }]);
    world.forward(DAY + 1_000);
    await world.get(AdvanceFlowsHandler).execute();
    await eventually(async () => expect(await world.runs(talk)).toMatchObject([{ state: 'ended', reason: 'no_answer' }]), LONG);
    expect((await world.moved(talk)).at(-1)).toMatchObject({ waits: false });
    const [run] = await world.runs(talk);
    expect(run!.position).toMatchObject({ node: 'town', answer: null, attributes: {} });
    await world.call('POST', `/flows/${id}/stop`, outlet.tenantId);
    expect((await world.call('DELETE', `/flows/${id}`, outlet.tenantId)).status).toBe(204);
  }, 60_000);

  it('is a person’s where the flow to go to is not live', async () => {
    const outlet = await world.outlet();
    const talk = await world.talk(outlet);
    const other = await world.flow(outlet, { ...ORDER, triggers: [] });
    await world.flow(outlet, {
      triggers: [{ kind: 'keyword', words: ['go'] }],
      start: 'g',
      nodes: [{ id: 'g', kind: 'goto', flowId: other }],
    });
    await world.call('POST', `/flows/${other}/stop`, outlet.tenantId);
    await world.says(talk, 'go');
    expect(await world.runs(talk)).toMatchObject([{ state: 'ended', reason: 'flow_missing' }]);
    expect(await world.moved(talk)).toMatchObject([{ waits: false, deeds: [{ kind: 'handoff' }] }]);
  }, 60_000);

  it('is a person’s where its flow cannot go on, however often it is tried', async () => {
    const outlet = await world.outlet();
    const talk = await world.talk(outlet);
    await world.flow(outlet, ORDER);
    await world.says(talk, 'menu');
    const step = world.get(RunFlow);
    const goOn = step.goOn.bind(step);
    let tries = 0;
    step.goOn = (tx, run, event) => {
      if (run.conversationId !== talk.conversationId) return goOn(tx, run, event);
      tries++;
      return Promise.reject(new Error('the flow of this run goes wrong'));
    };
    try {
      world.forward(2 * HOUR);
      for (let n = 1; n < MAX_TRIES; n++) {
        world.forward(HOUR + 1_000);
        await world.get(AdvanceFlowsHandler).execute();
        expect(await world.runs(talk)).toMatchObject([{ state: 'active', failures: n }]);
      }
      world.forward(HOUR + 1_000);
      await world.get(AdvanceFlowsHandler).execute();
      expect(await world.runs(talk)).toMatchObject([{ state: 'ended', reason: 'failed', due_at: null }]);
      expect(tries).toBe(MAX_TRIES);
    } finally {
      step.goOn = goOn;
    }
    expect((await world.moved(talk)).at(-1)).toMatchObject({ waits: false, deeds: [{ kind: 'handoff' }] });
  }, 60_000);

  it('stays on its version however often the flow is published; old ones in which nobody is under way go with their figures', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const [first, second] = [await world.talk(outlet), await world.talk(outlet)];
    const id = await world.flow(outlet, ORDER);
    await world.says(first, 'menu');
    await world.publish(tenantId, id);
    await world.says(second, 'menu');
    await world.says(second, 'Large');
    await world.infra.rows(`update engagement.flow_runs set state = 'ended', waits_for = null, due_at = null where conversation_id = $1`, [
      second.conversationId,
    ]);
    for (let n = 0; n < KEPT_VERSIONS; n++) await world.publish(tenantId, id);
    const versions = (table: string) =>
      world.infra.rows(`select distinct version from engagement.${table} where tenant_id = $1 order by version`, [tenantId]);
    expect((await versions('flow_versions')).map(({ version }) => version)).toEqual([
      1,
      ...Array.from({ length: KEPT_VERSIONS }, (_, index) => index + 3),
    ]);
    expect(await versions('flow_figures')).toEqual([{ version: 1 }]);
    await world.says(first, 'Small');
    expect(await world.said(first)).toEqual(['Which size, Rosa?', 'One Small.']);
  }, 120_000);

  it('is tried while it is drawn: what cannot be read is named', async () => {
    const outlet = await world.outlet();
    const id = await world.flow(outlet, ORDER);
    const drawn = (condition: object) => ({ start: 'b', nodes: [{ id: 'b', kind: 'branch', cases: [{ id: 'c', condition }] }] });
    const tried = (condition: object) =>
      world.call('POST', `/flows/${id}/simulate`, outlet.tenantId, { definition: drawn(condition), events: [{ kind: 'start' }] }, 'viewer');
    expect(await tried({})).toMatchObject({ status: 422, body: { code: 'flow_incomplete', errors: [{ field: 'b' }] } });
    expect(await tried({ field: 'tags', op: 'exists' })).toMatchObject({ status: 200, body: { ended: 'end' } });
  }, 60_000);

  it('is forgotten with its customer, in what the flow has told as well', async () => {
    const outlet = await world.outlet();
    const [gone, stays] = [await world.talk(outlet), await world.talk(outlet)];
    await world.flow(outlet, ORDER);
    for (const talk of [gone, stays]) {
      await world.says(talk, 'menu');
      await world.says(talk, 'Large');
    }
    expect((await world.moved(gone)).at(-1)).toMatchObject({ deeds: [{ value: 'Large' }] });
    await world.infra.publish(contactErasureRequested, outlet.tenantId, {
      erasureId: v7(),
      phones: [],
      userIds: [],
      conversationIds: [gone.conversationId],
      contactIds: [gone.contactId],
    });
    await eventually(async () => expect(await world.runs(gone)).toEqual([]), LONG);
    expect(await world.moved(gone)).toEqual([]);
    expect(await world.moved(stays)).toHaveLength(2);
  }, 60_000);

  it('is forgotten with what is being written of it in that very moment', async () => {
    const outlet = await world.outlet();
    const { tenantId } = outlet;
    const talk = await world.talk(outlet);
    await world.flow(outlet, ORDER);
    await world.says(talk, 'menu');
    const repository = world.get(FlowRunsRepository);
    const log = repository.log.bind(repository);
    let goOn = (): void => undefined;
    const isHeld = new Promise<void>((held) => {
      repository.log = async (...entries) => {
        await log(...entries);
        held();
        await new Promise<void>((resolve) => (goOn = resolve));
      };
    });
    try {
      const answered = world.says(talk, 'Large');
      await isHeld;
      await world.infra.publish(contactErasureRequested, tenantId, {
        erasureId: v7(),
        phones: [],
        userIds: [],
        conversationIds: [talk.conversationId],
        contactIds: [talk.contactId],
      });
      await eventually(async () => {
        const waiting = await world.infra.rows(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%flow_runs%'`,
        );
        expect(waiting).toHaveLength(1);
      }, LONG);
      goOn();
      await answered;
    } finally {
      repository.log = log;
      goOn();
    }
    await eventually(async () => expect(await world.runs(talk)).toEqual([]), LONG);
    expect(await world.infra.rows('select from engagement.flow_log where tenant_id = $1', [tenantId])).toEqual([]);
  }, 60_000);
});
