import { startInfrastructure, type Infrastructure } from '#testing';
import { v7 } from 'uuid';
import { migrations } from '../src/persistence/migrations.js';
import { wrongCounters } from './counter-evidence.js';
import { faultsOf, ESCALATED } from './interleaving-evidence.js';
import { Case, Driver, planOf, Process, randomOf, type Snapshot } from './interleaving.js';
import { standIns } from './tenant-stand-in.js';

/** How many are tried, and from which seed on: a failure names the seed of its case (INTERLEAVINGS=1 INTERLEAVINGS_SEED=...). */
const COUNT = Number(process.env.INTERLEAVINGS ?? 10_000);
const SEED = Number(process.env.INTERLEAVINGS_SEED ?? 1);
const BATCH = 250;
const ROUNDS = 6;
const TENANTS = 4;
const INBOXES = 3;

/**
 * Everything that can happen in a conversation, in any order and at the same time: through the real handlers of two processes, which
 * are killed in the middle, on a real Postgres. Only NATS is left out; the plans deliver late, twice and again in its place.
 */
describe('whatever happens in a conversation, in whatever order', () => {
  let infra: Infrastructure;
  let processes: Process[] = [];
  const agents = [v7(), v7()];
  const tenants = Array.from({ length: TENANTS }, () => v7());

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    // Works that run into one another are part of this: they are not to wait a second for it. What is tried is order, not the disk.
    await infra.rows(`alter system set deadlock_timeout = '10ms'`);
    await infra.rows('alter system set synchronous_commit = off');
    await infra.rows('select pg_reload_conf()');
    for (const tenantId of tenants) {
      for (const userId of agents) {
        await infra.rows(`insert into tenant.memberships (tenant_id, user_id, role) values ($1, $2, 'agent')`, [tenantId, userId]);
        await infra.rows(`insert into conversation.presence (tenant_id, user_id, seen_at) values ($1, $2, now() + interval '1 day')`, [
          tenantId,
          userId,
        ]);
      }
    }
    processes = [await Process.start(infra), await Process.start(infra)];
  }, 60_000);
  afterAll(async () => {
    await Promise.all(processes.map((each) => each.end()));
    await infra?.stop();
  }, 30_000);

  async function casesFrom(seed: number, count: number): Promise<Case[]> {
    const inboxes = tenants.flatMap((tenantId) => Array.from({ length: INBOXES }, () => ({ tenantId, outletId: v7() })));
    for (const [index, { tenantId, outletId }] of inboxes.entries()) {
      // Some answer at once, some after a burst; some give away by themselves.
      await infra.rows('insert into tenant.outlets (tenant_id, id, settings) values ($1, $2, $3)', [
        tenantId,
        outletId,
        { replyDebounceMs: index % 2 === 0 ? 0 : 60_000 },
      ]);
      await infra.rows(
        `insert into conversation.inbox_settings
           (tenant_id, outlet_id, assignment, most_per_agent, first_response_seconds, next_response_seconds, escalation_message)
         values ($1, $2, $3, 1000, 3600, 3600, $4)`,
        [tenantId, outletId, index % 3 === 0 ? 'round_robin' : 'manual', ESCALATED],
      );
    }
    return Array.from({ length: count }, (_, index) => {
      const { tenantId, outletId } = inboxes[index % inboxes.length]!;
      return new Case(seed + index, tenantId, outletId, `1${String(seed + index).padStart(9, '0')}`, planOf(seed + index, ROUNDS));
    });
  }

  async function look(cases: readonly Case[]): Promise<void> {
    const rows = await infra.rows<Snapshot & { id: string; phone: string; outbound: string[] }>(
      `select c.id, k.phone, c.epoch, c.next_seq as "nextSeq", c.owner,
         array(select m.id::text from conversation.messages m
           where m.tenant_id = c.tenant_id and m.conversation_id = c.id and m.direction = 'outbound' order by m.seq desc limit 2) as outbound
       from conversation.conversations c join conversation.contacts k on k.tenant_id = c.tenant_id and k.id = c.contact_id
       where c.outlet_id = any($1)`,
      [[...new Set(cases.map(({ outletId }) => outletId))]],
    );
    const byPhone = new Map(rows.map((row) => [row.phone, row]));
    for (const one of cases) {
      const { id, outbound, epoch, nextSeq, owner } = byPhone.get(one.phone)!;
      one.conversationId = id;
      one.newestOutbound = outbound;
      one.snapshots.push({ epoch, nextSeq, owner });
    }
  }

  /** Every connection of the service is cut at once, whatever it is doing: as with kill -9, what was not committed has not happened. */
  const cut = () => infra.rows(`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'chasqui_conversation'`);

  async function run(cases: readonly Case[], random: (below: number) => number): Promise<void> {
    const driver = new Driver(() => processes, agents);
    const killedIn = 1 + random(ROUNDS - 1);
    for (let round = 0; round < ROUNDS; round++) {
      if (round % 2 === 1) {
        // As if those times had come.
        for (const column of ['response_due_at', 'snoozed_until']) {
          await infra.rows(`update conversation.conversations set ${column} = now() - interval '1 second' where ${column} > now()`);
        }
      }
      const works = cases.flatMap((one) => one.plan[round]!.map((operation) => driver.execute(one, operation)));
      const inboxes = new Map(cases.map(({ tenantId, outletId }) => [outletId, tenantId]));
      if (round > 1) works.push(...[...inboxes].map(([outletId, tenantId]) => driver.giveAway(tenantId, outletId)));
      if (round === killedIn) works.push(cut().then(() => undefined));
      await Promise.all(works);
      if (round === killedIn) {
        const [gone] = processes.splice(random(2), 1, await Process.start(infra));
        await gone!.end();
      }
      await look(cases);
    }
  }

  it(`${COUNT} times: nobody is answered twice, late or not at all, and nothing is lost`, async () => {
    const random = randomOf(SEED);
    for (let done = 0; done < COUNT; done += BATCH) {
      const cases = await casesFrom(SEED + done, Math.min(BATCH, COUNT - done));
      await run(cases, random);
      expect(await faultsOf(infra, cases)).toEqual([]);
      expect(await wrongCounters(infra)).toEqual([]);
      await infra.rows('truncate conversation.outbox, conversation.inbox');
    }
  }, 900_000);
});
