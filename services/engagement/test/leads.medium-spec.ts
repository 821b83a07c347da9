import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { contactErasureRequested, engagementAudited, engagementErased } from '#contracts';
import type { RunningService } from '#service-kit';
import { asMember, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { MODULES } from '../../../deploy/migrations.js';
import { LeadsRepository } from '../src/persistence/leads/leads.repository.js';
import { service } from '../src/service.js';

type Json = Record<string, any>;

let infra: Infrastructure;
let running: RunningService;

beforeAll(async () => {
  infra = await startInfrastructure({ modules: MODULES });
  running = await startService(infra, service);
}, 120_000);
afterAll(async () => {
  await running?.close();
  await infra?.stop();
}, 60_000);

async function call(tenantId: string, method: string, path: string, body?: object, role: 'viewer' | 'agent' | 'admin' = 'agent') {
  const response = await fetch(`${running.url}/api/v1${path}`, {
    method,
    headers: { ...asMember(infra, tenantId, role), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: (text ? JSON.parse(text) : {}) as Json };
}

let numbers = 0;
async function contact(tenantId: string, name = 'Ana'): Promise<string> {
  const id = v7();
  await infra.owner.query(`insert into conversation.contacts (tenant_id, id, phone, alias) values ($1, $2, $3, $4)`, [
    tenantId,
    id,
    `5198755${String(numbers++).padStart(4, '0')}`,
    name,
  ]);
  return id;
}

const stagesOf = async (tenantId: string): Promise<Json[]> => (await call(tenantId, 'GET', '/lead-stages', undefined, 'viewer')).body.items;

describe('leads', () => {
  it('stand in the usual stages, the same for whoever asks first, until the company makes its own list', async () => {
    const tenant = v7();
    const asked = await Promise.all([stagesOf(tenant), stagesOf(tenant), stagesOf(tenant)]);
    expect(asked[0]!.map(({ name, kind, leads }) => [name, kind, leads])).toEqual([
      ['New', 'open', 0],
      ['Contacted', 'open', 0],
      ['Qualified', 'open', 0],
      ['Won', 'won', 0],
      ['Lost', 'lost', 0],
    ]);
    expect(asked[1]).toEqual(asked[0]);
    expect(asked[2]).toEqual(asked[0]);
    const [fresh, , qualified, won] = asked[0]!;
    const lead = await call(tenant, 'POST', '/leads', { contactId: await contact(tenant), stageId: qualified!.id });
    expect(lead).toMatchObject({ status: 201 });
    const own = [
      { id: qualified!.id, name: 'Interested', kind: 'open' },
      { name: 'Visited', kind: 'open' },
      { id: won!.id, name: 'Bought', kind: 'won' },
    ];
    expect((await call(tenant, 'PUT', '/lead-stages', { stages: own })).status).toBe(403);
    const changed = await call(tenant, 'PUT', '/lead-stages', { stages: own }, 'admin');
    expect({ status: changed.status, stages: changed.body.items.map(({ name, leads }: Json) => [name, leads]) }).toEqual({
      status: 200,
      stages: [
        ['Interested', 1],
        ['Visited', 0],
        ['Bought', 0],
      ],
    });
    const put = (stages: object[]) => call(tenant, 'PUT', '/lead-stages', { stages }, 'admin');
    expect(await put(own.slice(1))).toMatchObject({ status: 409, body: { code: 'stage_in_use' } });
    expect(
      await put([
        { name: 'First', kind: 'open' },
        { ...own[0], kind: 'won' },
      ]),
    ).toMatchObject({ status: 409, body: { code: 'stage_in_use' } });
    expect(await put([own[2]!])).toMatchObject({ status: 400, body: { errors: [{ field: 'stages' }] } });
    expect(await put([...own, { name: 'visited', kind: 'open' }])).toMatchObject({ status: 400 });
    expect(await put([...own, { id: fresh!.id, name: 'New', kind: 'open' }])).toMatchObject({ status: 400 });
    expect(lead.status).toBe(201);
  });

  it('stand in one list, however many replace it at once, and in no stage that somebody deletes meanwhile', async () => {
    const tenant = v7();
    const stages = [
      { name: 'Interested', kind: 'open' },
      { name: 'Bought', kind: 'won' },
    ];
    const put = (list: object[]) => call(tenant, 'PUT', '/lead-stages', { stages: list }, 'admin');
    const replaced = await Promise.all(Array.from({ length: 5 }, () => put(stages)));
    expect(replaced.map(({ status }) => status)).toEqual(Array(5).fill(200));
    const listed = await stagesOf(tenant);
    expect(listed.map(({ name }) => name)).toEqual(['Interested', 'Bought']);
    const [first, last] = listed;
    // A lead stands in the last stage, and nobody else sees it yet.
    const repository = running.app.get(LeadsRepository, { strict: false });
    const addMove = repository.addMove.bind(repository);
    let goOn = (): void => undefined;
    const isHeld = new Promise<void>((held) => {
      repository.addMove = async (...move) => {
        held();
        await new Promise<void>((resolve) => (goOn = resolve));
        return addMove(...move);
      };
    });
    try {
      const making = call(tenant, 'POST', '/leads', { contactId: await contact(tenant), stageId: last!.id });
      await isHeld;
      const deleting = put([{ id: first!.id, ...stages[0] }]);
      await eventually(
        async () => {
          const { rows } = await infra.owner.query(
            `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          );
          expect(rows.length).toBeGreaterThan(0);
        },
        { timeoutMs: 20_000 },
      );
      goOn();
      expect([await making, await deleting]).toMatchObject([{ status: 201 }, { status: 409, body: { code: 'stage_in_use' } }]);
    } finally {
      repository.addMove = addMove;
      goOn();
    }
  }, 60_000);

  it('are made once for a contact, moved with who and when, closed and begun again', async () => {
    const tenant = v7();
    const contactId = await contact(tenant, 'Eva');
    const [first, second, , won] = await stagesOf(tenant);
    const made = await Promise.all([1, 2, 3].map(() => call(tenant, 'POST', '/leads', { contactId, isFromConversation: true })));
    expect(made.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const lead = made.find(({ status }) => status === 201)!.body;
    expect(lead).toMatchObject({ contactId, contactName: 'Eva', stageId: first!.id, source: 'conversation' });
    expect(made.find(({ status }) => status === 409)!.body.code).toBe('lead_exists');
    const value = { amountMinor: 120_000, currency: 'PEN' };
    const ownerId = v7();
    const put = (body: object) => call(tenant, 'PUT', `/leads/${lead.id}`, body);
    expect((await put({ stageId: second!.id, value, ownerId, note: 'Wants 20' })).body).toMatchObject({
      stageId: second!.id,
      value,
      ownerId,
      note: 'Wants 20',
    });
    expect((await put({ value: null, ownerId: null })).body).not.toHaveProperty('value');
    expect((await put({ stageId: won!.id })).body).toMatchObject({ closedAt: expect.any(String) });
    const again = await call(tenant, 'POST', '/leads', { contactId });
    expect(again).toMatchObject({ status: 201, body: { source: 'hand' } });
    expect(await put({ stageId: first!.id })).toMatchObject({ status: 409, body: { code: 'lead_exists' } });
    const { body: shown } = await call(tenant, 'GET', `/leads/${lead.id}`, undefined, 'viewer');
    expect(shown.moves.map(({ from, to }: Json) => [from, to])).toEqual([
      ['Contacted', 'Won'],
      ['New', 'Contacted'],
      [null, 'New'],
    ]);
    expect(shown.moves[0]).toMatchObject({ by: { kind: 'user' }, at: expect.any(String) });
    await eventually(async () => {
      const told = (await infra.events(engagementAudited)).filter(({ data }) => data.targetId === lead.id);
      expect(told.map(({ data }) => data.action)).toEqual(['lead.created', 'lead.changed', 'lead.changed', 'lead.changed']);
      expect(JSON.stringify(told)).not.toContain('Wants 20');
    });
    expect((await call(tenant, 'DELETE', `/leads/${lead.id}`)).status).toBe(204);
    const { rows } = await infra.owner.query('select from engagement.lead_moves where lead_id = $1', [lead.id]);
    expect(rows).toHaveLength(0);
  });

  it('are listed page by page, by stage, owner and contact; another tenant sees none of them', async () => {
    const [tenant, other] = [v7(), v7()];
    const ownerId = v7();
    const [first, second] = await stagesOf(tenant);
    const ids: string[] = [];
    for (const [index, stage] of [first, first, second, second].entries()) {
      const body = { contactId: await contact(tenant), stageId: stage!.id, ...(index % 2 ? { ownerId } : {}) };
      ids.push((await call(tenant, 'POST', '/leads', body)).body.id);
    }
    const listed = async (query: string) => (await call(tenant, 'GET', `/leads?${query}`)).body.items.map(({ id }: Json) => id);
    expect(await listed('')).toEqual([...ids].reverse());
    expect(await listed(`stageId=${second!.id}`)).toEqual([ids[3], ids[2]]);
    expect(await listed(`ownerId=${ownerId}`)).toEqual([ids[3], ids[1]]);
    expect(await listed(`stageId=${first!.id}&ownerId=${ownerId}`)).toEqual([ids[1]]);
    const page = (await call(tenant, 'GET', '/leads?limit=3')).body;
    expect(page.items).toHaveLength(3);
    expect(await listed(`limit=3&cursor=${page.nextCursor}`)).toEqual([ids[0]]);
    const shown = (await call(tenant, 'GET', `/leads/${ids[0]}`)).body;
    expect(await listed(`contactId=${shown.contactId}`)).toEqual([ids[0]]);
    for (const [method, body] of [['GET'], ['PUT', { note: 'x' }], ['DELETE']] as const) {
      expect((await call(other, method, `/leads/${ids[0]}`, body)).status).toBe(404);
    }
    expect((await call(other, 'POST', '/leads', { contactId: shown.contactId })).status).toBe(404);
    expect((await call(tenant, 'POST', '/leads', { contactId: await contact(tenant), stageId: v7() })).status).toBe(400);
    expect((await call(other, 'GET', '/leads')).body.items).toEqual([]);
  });

  it('keep the last 200 moves, and go when the contact is forgotten; a merged contact is shown as the other one', async () => {
    const tenant = v7();
    const [a, b] = [await contact(tenant, 'Ana'), await contact(tenant, 'Ana Ruiz')];
    const [first, second] = await stagesOf(tenant);
    const { id } = (await call(tenant, 'POST', '/leads', { contactId: a })).body;
    await infra.owner.query(
      `insert into engagement.lead_moves (tenant_id, lead_id, id, from_stage, to_stage, by_kind, by_id, at)
       select $1, $2, gen_random_uuid(), 'New', 'New', 'user', $1, now() from generate_series(1, 250)`,
      [tenant, id],
    );
    await call(tenant, 'PUT', `/leads/${id}`, { stageId: second!.id });
    await call(tenant, 'PUT', `/leads/${id}`, { stageId: first!.id });
    const kept = async (): Promise<number> =>
      (await infra.owner.query('select count(*)::integer as count from engagement.lead_moves where lead_id = $1', [id])).rows[0].count;
    expect(await kept()).toBe(200);
    await infra.owner.query(`update conversation.contacts set phone = null, merged_into = $2 where id = $1`, [a, b]);
    expect((await call(tenant, 'GET', `/leads/${id}`)).body).toMatchObject({ contactId: b, contactName: 'Ana Ruiz' });
    const erasureId = v7();
    await infra.publish(contactErasureRequested, tenant, { erasureId, phones: [], userIds: [], conversationIds: [], contactIds: [a, b] });
    await eventually(async () => {
      const told = (await infra.events(engagementErased)).find(({ data }) => data.erasureId === erasureId);
      expect(told?.data.counts).toMatchObject({ leads: 1 });
    });
    expect((await call(tenant, 'GET', '/leads')).body.items).toEqual([]);
    expect(await kept()).toBe(0);
  });
});
