import { messageReceived, type EventOf } from '#contracts';
import { migrate } from '#database';
import type { RunningService } from '#service-kit';
import { asMember, startInfrastructure, startService, type Infrastructure } from '#testing';
import pg from 'pg';
import { v7 } from 'uuid';
import { EraseContactHandler } from '../src/handlers/privacy/erase-contact.handler.js';
import { FoldCountsHandler } from '../src/handlers/threads/fold-counts.handler.js';
import { MendCountsHandler } from '../src/handlers/threads/mend-counts.handler.js';
import { RecordInboundMessageHandler } from '../src/handlers/messages/record-inbound-message.handler.js';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { wrongCounters } from './counter-evidence.js';
import { InboxWorld } from './inbox-world.js';
import { Case, Driver, planOf, Process, randomOf } from './interleaving.js';
import { standIns } from './tenant-stand-in.js';

const SEED = Number(process.env.COUNTS_SEED ?? 1);
const AGENT = '0198c0de-0000-7000-8000-00000000aaaa';

describe('counters of conversations', () => {
  let infra: Infrastructure;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
  }, 60_000);
  afterAll(() => infra?.stop(), 30_000);

  /** Conversations of a tenant in one inbox, unread and open. @returns their ids */
  async function conversations(tenantId: string, outletId: string, count: number): Promise<string[]> {
    await infra.rows(`insert into conversation.inbox_positions (tenant_id, outlet_id, seq) values ($1, $2, 0) on conflict do nothing`, [
      tenantId,
      outletId,
    ]);
    const rows = await infra.rows<{ id: string }>(
      `with contact as (
         insert into conversation.contacts (tenant_id, id, user_id) select $1, uuidv7(), uuidv7()::text from generate_series(1, $3::int)
         returning id
       )
       insert into conversation.conversations (tenant_id, id, outlet_id, contact_id, unread_count, last_message_at)
       select $1, uuidv7(), $2, id, 1, now() from contact returning id`,
      [tenantId, outletId, count],
    );
    return rows.map(({ id }) => id);
  }
  /** Takes out what was recorded of a tenant since. */
  const changesOf = async (tenantId: string): Promise<object[]> =>
    infra.rows(
      `with taken as (delete from conversation.count_changes where tenant_id = $1 returning *)
       select outlet_id, assignee_id, open, pending, snoozed, unread, escalated from taken order by open desc, assignee_id nulls first`,
      [tenantId],
    );

  it('a statement records what it changed of an inbox and a person once, and nothing where nothing changed', async () => {
    const [tenantId, outletId, otherOutletId] = [v7(), v7(), v7()];
    const ids = await conversations(tenantId, outletId, 20);
    await conversations(tenantId, otherOutletId, 1);
    const nobodys = { outlet_id: outletId, assignee_id: null, open: 0, pending: 0, snoozed: 0, unread: 0, escalated: 0 };
    const agents = { ...nobodys, assignee_id: AGENT };
    expect(await changesOf(tenantId)).toEqual([
      { ...nobodys, open: 20, unread: 20 },
      { ...nobodys, outlet_id: otherOutletId, open: 1, unread: 1 },
    ]);
    const updated = async (set: string): Promise<object[]> => {
      await infra.rows(`update conversation.conversations set ${set} where tenant_id = $1 and id = any($2)`, [tenantId, ids]);
      return changesOf(tenantId);
    };
    expect(await updated('next_seq = next_seq + 1, unread_count = unread_count + 1, last_message_at = now(), epoch = epoch + 1')).toEqual(
      [],
    );
    expect(await updated(`state = 'pending', owner = 'none', unread_count = 0`)).toEqual([
      { ...nobodys, open: -20, pending: 20, unread: -20 },
    ]);
    expect(await updated(`assignee_id = '${AGENT}', escalated_at = now()`)).toEqual([
      { ...nobodys, pending: -20 },
      { ...agents, pending: 20, escalated: 20 },
    ]);
    expect(await updated(`state = 'closed'`)).toEqual([{ ...agents, pending: -20, escalated: -20 }]);
    expect(await updated(`assignee_id = null, unread_count = 1`)).toEqual([]);
    expect(await updated(`state = 'open'`)).toEqual([{ ...nobodys, open: 20, unread: 20, escalated: 20 }]);
    await infra.rows('delete from conversation.conversations where tenant_id = $1', [tenantId]);
    expect(await changesOf(tenantId)).toEqual([
      { ...nobodys, outlet_id: otherOutletId, open: -1, unread: -1 },
      { ...nobodys, open: -20, unread: -20, escalated: -20 },
    ]);
  });

  it('whoever changes a conversation writes counters of their own tenant only, and reads no others', async () => {
    const [tenantId, other] = [v7(), v7()];
    await conversations(tenantId, v7(), 1);
    await conversations(other, v7(), 1);
    const client = new pg.Client({ connectionString: infra.roleUrl('conversation', 'tenant') });
    await client.connect();
    try {
      await client.query(`begin; select set_config('app.tenant_id', '${tenantId}', true)`);
      await client.query(`update conversation.conversations set state = 'snoozed'`);
      const { rows } = await client.query(`select distinct tenant_id from conversation.count_changes`);
      expect(rows).toEqual([{ tenant_id: tenantId }]);
      for (const sql of [
        `update conversation.counts set open = 0`,
        `insert into conversation.count_checks values ('${tenantId}', now())`,
      ]) {
        await client.query('savepoint s');
        await expect(client.query(sql)).rejects.toThrow('permission denied');
        await client.query('rollback to s');
      }
      // A company that ends takes its changes along, and nobody else's.
      await client.query(`delete from conversation.count_changes; commit`);
      const left = await infra.rows<{ tenant_id: string }>(
        'select distinct tenant_id from conversation.count_changes where tenant_id = any($1::uuid[])',
        [[tenantId, other]],
      );
      expect(left).toEqual([{ tenant_id: other }]);
    } finally {
      await client.end();
    }
  });

  describe('whatever happens at once', () => {
    let processes: Process[];

    beforeAll(async () => {
      processes = [await Process.start(infra), await Process.start(infra)];
    }, 30_000);
    afterAll(() => Promise.all(processes.map((each) => each.end())));

    it('are what counting says, while they are added up and compared', async () => {
      const random = randomOf(SEED);
      const agents = [v7(), v7()];
      const tenants = [v7(), v7()];
      const outlets = new Map(tenants.map((tenantId) => [tenantId, [v7(), v7()]]));
      for (const tenantId of tenants) {
        for (const userId of agents)
          await infra.rows(`insert into tenant.memberships (tenant_id, user_id, role) values ($1, $2, 'agent')`, [tenantId, userId]);
        for (const outletId of outlets.get(tenantId)!) {
          await infra.rows('insert into tenant.outlets (tenant_id, id) values ($1, $2)', [tenantId, outletId]);
        }
      }
      const ROUNDS = 5;
      const cases = Array.from({ length: 60 }, (_, index) => {
        const tenantId = tenants[index % 2]!;
        return new Case(
          SEED + index,
          tenantId,
          outlets.get(tenantId)![random(2)]!,
          `1${String(index).padStart(9, '0')}`,
          planOf(SEED + index, ROUNDS),
        );
      });
      const driver = new Driver(() => processes, agents);
      const wrote = async (one: Case, from: object): Promise<void> => {
        const wamid = `wamid.${v7()}`;
        const message = { wamid, type: 'text', timestamp: new Date().toISOString(), from, text: wamid, raw: {} };
        const data = messageReceived.data.parse({ outletId: one.outletId, phoneNumberId: one.outletId, message });
        const event = { id: v7(), subject: messageReceived.subject, tenantId: one.tenantId, occurredAt: new Date().toISOString(), data };
        await processes[0]!.get(RecordInboundMessageHandler).execute([event as EventOf<typeof messageReceived>]);
      };
      /** One customer as two contacts, whom a message that shows both identifiers makes one; some are erased. */
      const merged = async (one: Case): Promise<void> => {
        const userId = `user-${one.phone}`;
        await wrote(one, { userId });
        await wrote(one, { phone: one.phone, userId });
        if (random(3) > 0) return;
        const [contact] = await infra.rows<{ id: string }>('select id from conversation.contacts where tenant_id = $1 and user_id = $2', [
          one.tenantId,
          userId,
        ]);
        await processes[1]!
          .get(EraseContactHandler)
          .execute(one.tenantId, contact!.id, { kind: 'user', id: agents[0]!, address: '127.0.0.1', requestId: v7() });
      };
      for (let round = 0; round < ROUNDS; round++) {
        if (round > 0) {
          const rows = await infra.rows<{ id: string; phone: string; epoch: number }>(
            `select c.id, k.phone, c.epoch from conversation.conversations c join conversation.contacts k on k.tenant_id = c.tenant_id and k.id = c.contact_id
             where c.tenant_id = any($1)`,
            [tenants],
          );
          for (const one of cases) {
            const row = rows.find(({ phone }) => phone === one.phone);
            if (!row) continue;
            one.conversationId = row.id;
            one.snapshots.push({ epoch: row.epoch, nextSeq: 0, owner: 'bot' });
          }
        }
        await Promise.all([
          ...cases.flatMap((one) =>
            round === ROUNDS - 1 && random(3) === 0 ? [merged(one)] : one.plan[round]!.map((operation) => driver.execute(one, operation)),
          ),
          ...processes.flatMap((each) => [each.get(FoldCountsHandler).execute(), each.get(MendCountsHandler).execute()]),
          infra.rows(`update conversation.count_checks set checked_at = now() - interval '2 days'`),
        ]);
        for (const each of processes) await each.get(FoldCountsHandler).execute();
      }
      expect(await wrongCounters(infra)).toEqual([]);
      expect(await infra.rows('select from conversation.count_changes')).toEqual([]);
      const [sum] = await infra.rows<{ kinds: number }>(
        `select count(distinct state)::int as kinds from conversation.conversations where tenant_id = any($1)`,
        [tenants],
      );
      expect(sum!.kinds).toBe(4);
    }, 120_000);

    it('that are wrong are found and mended once, and not looked at again that day', async () => {
      const [tenantId, untouched, outletId] = [v7(), v7(), v7()];
      const ids = await conversations(tenantId, outletId, 5);
      await conversations(untouched, v7(), 3);
      await infra.rows(`update conversation.conversations set assignee_id = $2 where id = any($1)`, [ids.slice(2), AGENT]);
      const [one, other] = processes;
      const due = () => infra.rows(`delete from conversation.count_checks where tenant_id = any($1)`, [[tenantId, untouched]]);
      await one!.get(FoldCountsHandler).execute();
      expect(await one!.get(MendCountsHandler).execute()).toBe(0);
      const before = await infra.rows('select * from conversation.counts where tenant_id = $1 order by person_id', [tenantId]);
      // A counter that is off, one that is lost, one of nothing, and a change that was recorded twice.
      await infra.rows(`update conversation.counts set open = open + 7, unread = -3 where tenant_id = $1 and person_id <> $2`, [
        tenantId,
        AGENT,
      ]);
      await infra.rows(`delete from conversation.counts where tenant_id = $1 and person_id = $2`, [tenantId, AGENT]);
      await infra.rows(`insert into conversation.counts (tenant_id, person_id, outlet_id, snoozed) values ($1, $2, $2, 9)`, [
        tenantId,
        v7(),
      ]);
      await infra.rows(
        `insert into conversation.count_changes (tenant_id, outlet_id, open, pending, snoozed, unread, escalated) values ($1, $2, 0, 2, 0, 0, 0)`,
        [tenantId, outletId],
      );
      expect(await one!.get(MendCountsHandler).execute()).toBe(0);
      await due();
      const found = await Promise.all([one!.get(MendCountsHandler).execute(), other!.get(MendCountsHandler).execute()]);
      expect(found.sort()).toEqual([0, 3]);
      await one!.get(FoldCountsHandler).execute();
      expect(
        await infra.rows('select * from conversation.counts where tenant_id = $1 and (open > 0 or snoozed > 0) order by person_id', [
          tenantId,
        ]),
      ).toEqual(before);
      expect((await wrongCounters(infra)).filter((wrong) => wrong.startsWith(tenantId) || wrong.startsWith(untouched))).toEqual([]);
    });
  });

  describe('over REST', () => {
    let running: RunningService;
    beforeAll(async () => {
      await infra.nats();
      running = await startService(infra, service);
    }, 30_000);
    afterAll(() => running?.close());

    it('are the same before and after they are added up; of an inbox, and of a person', async () => {
      const inbox = await InboxWorld.create(infra, running.url);
      const { tenantId, outletId } = inbox.world;
      const [mine, waits, sleeps, closed] = [
        await inbox.written('a', { phone: '1' }),
        await inbox.written('b', { phone: '2' }),
        await inbox.written('c', { phone: '3' }),
        await inbox.written('d', { phone: '4' }),
      ];
      await conversations(tenantId, v7(), 3);
      const as = inbox.as('agent', AGENT);
      await as('POST', `/conversations/${mine}/assign`, { userId: AGENT });
      await as('POST', `/conversations/${waits}/handoff`);
      await as('POST', `/conversations/${sleeps}/snooze`, { until: new Date(Date.now() + 3_600_000).toISOString() });
      await as('POST', `/conversations/${sleeps}/read`);
      await as('POST', `/conversations/${closed}/close`);
      const read = async (query = ''): Promise<unknown> => {
        const response = await fetch(`${running.url}/api/v1/conversations/counts${query}`, {
          headers: asMember(infra, tenantId, 'viewer', AGENT),
        });
        return response.json();
      };
      const ofInbox = { open: 1, pending: 1, snoozed: 1, mine: 1, unassigned: 1, unread: 2, escalated: 0 };
      for (let time = 0; time < 2; time++) {
        expect(await read()).toEqual({ ...ofInbox, open: 4, unread: 5 });
        expect(await read(`?outletId=${outletId}`)).toEqual(ofInbox);
        expect(await read(`?outletId=${v7()}`)).toEqual({
          open: 0,
          pending: 0,
          snoozed: 0,
          mine: 0,
          unassigned: 0,
          unread: 0,
          escalated: 0,
        });
        await running.app.get(FoldCountsHandler).execute();
      }
    });

    it('reading far behind the end of a long conversation looks at no more than it must, and changes nothing', async () => {
      const inbox = await InboxWorld.create(infra, running.url);
      const id = await inbox.written();
      await infra.rows(
        `insert into conversation.messages (tenant_id, id, conversation_id, seq, direction, author, type, text, status, epoch, at)
         select $1, uuidv7(), $2, n, 'inbound', 'customer', 'text', 'x', 'received', 1, now() from generate_series(2, 5000) n`,
        [inbox.world.tenantId, id],
      );
      await infra.rows('update conversation.conversations set next_seq = 5001, unread_count = 5000 where id = $1', [id]);
      const as = inbox.as('agent');
      expect((await as('POST', `/conversations/${id}/read`, { seq: 3_999 })).body).toMatchObject({ unreadCount: 5_000 });
      expect((await as('POST', `/conversations/${id}/read`, { seq: 4_000 })).body).toMatchObject({ unreadCount: 1_000 });
      expect((await as('POST', `/conversations/${id}/read`, { seq: 4_990 })).body).toMatchObject({ unreadCount: 10 });
      expect((await as('POST', `/conversations/${id}/read`, { seq: 1 })).body).toMatchObject({ unreadCount: 10 });
      expect((await as('POST', `/conversations/${id}/read`)).body).toMatchObject({ unreadCount: 0 });
    });
  });
});

describe('an installation that has conversations already', () => {
  it('gets its counters with the migration', async () => {
    const before = { ...migrations, migrations: migrations.migrations.filter(({ name }) => name < '0014') };
    const infra = await startInfrastructure({ modules: [...standIns, before] });
    try {
      await infra.rows(
        `with contact as (
           insert into conversation.contacts (tenant_id, id, user_id)
           select ('0198c0de-0000-7000-8000-00000000000' || n % 3)::uuid, uuidv7(), n::text from generate_series(1, 300) n
           returning tenant_id, id, user_id::int as n
         )
         insert into conversation.conversations (tenant_id, id, outlet_id, contact_id, state, owner, assignee_id, unread_count, escalated_at, last_message_at)
         select tenant_id, uuidv7(), ('0198c0de-0000-7000-8000-0000000001' || lpad((n % 7)::text, 2, '0'))::uuid, id,
           (array['open', 'pending', 'snoozed', 'closed'])[1 + n % 4], 'none', case when n % 5 = 0 then $1::uuid end, n % 2,
           case when n % 11 = 0 then now() end, now()
         from contact`,
        [AGENT],
      );
      await migrate({ ownerUrl: infra.ownerUrl, roleSecret: infra.roleSecret, modules: [...standIns, migrations] });
      expect(await wrongCounters(infra)).toEqual([]);
      expect((await infra.rows('select from conversation.count_changes')).length).toBeGreaterThan(0);
    } finally {
      await infra.stop();
    }
  }, 60_000);
});
