import pg from 'pg';
import { TenantDatabase } from '#database';
import type { RunningService } from '#service-kit';
import { asMember, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { v7 } from 'uuid';
import { IndexMessagesHandler } from '../src/handlers/search/index-messages.handler.js';
import { ForgetWords } from '../src/handlers/search/forget-words.step.js';
import { SearchRepository } from '../src/persistence/search/search.repository.js';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { World } from './conversation-world.js';
import { randomOf } from './interleaving.js';
import { standIns } from './tenant-stand-in.js';

const MANY = Number(process.env.SEARCH_MESSAGES ?? 10_000);

describe('searching messages', () => {
  let infra: Infrastructure;
  let running: RunningService;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    await infra.nats();
    running = await startService(infra, service, { REPLY_DEBOUNCE_MS: '600000' });
  }, 60_000);
  afterAll(async () => {
    await running?.close();
    await infra?.stop();
  }, 30_000);

  // Shapes are what these tests are about.
  async function search(tenantId: string, query: Record<string, string | number>): Promise<{ status: number; body: any }> {
    const parameters = new URLSearchParams(Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]));
    const response = await fetch(`${running.url}/api/v1/conversations/search?${parameters}`, {
      headers: asMember(infra, tenantId, 'viewer'),
    });
    return { status: response.status, body: await response.json() };
  }
  const texts = async (world: World, q: string, more: Record<string, string | number> = {}): Promise<(string | undefined)[]> =>
    (await search(world.tenantId, { q, ...more })).body.items.map((item: { message: { text?: string } }) => item.message.text);
  const untilIndexed = (tenantId: string): Promise<void> =>
    eventually(async () =>
      expect(
        await infra.rows(
          `select 1 from conversation.inbox_positions p left join conversation.search_positions s using (tenant_id, outlet_id)
           where tenant_id = $1 and p.seq > coalesce(s.seq, 0)`,
          [tenantId],
        ),
      ).toEqual([]),
    );

  it('finds what holds all the words, whatever their case and accents, newest first, with the hits marked', async () => {
    const world = await World.create(infra);
    await world.write({ phone: '16505551234', name: 'Ana' }, '¿Dónde está mi PEDIDO 1234?');
    await world.untilHandled(1);
    await world.write({ phone: '16505551235', name: 'Bea' }, 'El pedido <b>1234</b> no llegó');
    await world.untilHandled(2);
    await world.write({ phone: '16505551235', name: 'Bea' }, 'Otro pedido');
    await world.untilHandled(3);
    await untilIndexed(world.tenantId);
    const { status, body } = await search(world.tenantId, { q: 'pedido 12' });
    expect(status).toBe(200);
    expect(body).toEqual({
      items: [
        expect.objectContaining({
          contact: expect.objectContaining({ name: 'Bea', phone: '16505551235' }),
          message: expect.objectContaining({ seq: 1, text: 'El pedido <b>1234</b> no llegó' }),
          snippet: {
            text: 'El pedido <b>1234</b> no llegó',
            hits: [
              [3, 9],
              [13, 17],
            ],
          },
        }),
        expect.objectContaining({ contact: expect.objectContaining({ name: 'Ana' }) }),
      ],
      nextCursor: null,
    });
    expect(await texts(world, 'donde esta')).toHaveLength(1);
    expect(await texts(world, '1234 ped', { outletId: world.outletId })).toHaveLength(2);
    expect(await texts(world, 'pedido', { outletId: v7() })).toEqual([]);
    expect(await texts(world, 'pedi llego')).toEqual([]);
  });

  it('goes on where a page ended, and refuses what is no query or cursor', async () => {
    const world = await World.create(infra);
    for (let n = 1; n <= 5; n++) await world.write({ phone: '16505551234' }, `order ${n} orders`);
    await world.untilHandled(5);
    await untilIndexed(world.tenantId);
    const found: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { body: any } = await search(world.tenantId, { q: 'ord', limit: 2, ...(cursor ? { cursor } : {}) });
      found.push(...page.body.items.map((item: { message: { id: string } }) => item.message.id));
      cursor = page.body.nextCursor;
    } while (cursor);
    expect(found).toEqual(
      (await world.messages())
        .map((message) => message.id)
        .sort()
        .reverse(),
    );
    expect(await search(world.tenantId, { q: '?!' })).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
    expect(await search(world.tenantId, { q: 'x', cursor: 'WzFd' })).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
  });

  it('finds the words of its own tenant only', async () => {
    const [one, other] = [await World.create(infra), await World.create(infra)];
    await one.write({ phone: '16505551234' }, 'secret');
    await one.untilHandled(1);
    await untilIndexed(one.tenantId);
    expect(await texts(one, 'secret')).toEqual(['secret']);
    expect(await texts(other, 'secret')).toEqual([]);
  });

  describe(`among ${MANY} messages`, () => {
    let world: World;

    beforeAll(async () => {
      world = await World.create(infra);
      await world.write({ phone: '16505551234', name: 'Ana' }, 'first');
      await world.untilHandled(1);
      const [conversation] = await world.conversations();
      await infra.owner.query(
        `with message as (
           insert into conversation.messages (tenant_id, id, conversation_id, seq, direction, author, type, text, status, epoch, at)
           select $1, uuidv7(), $2, n + 1, 'inbound', 'customer', 'text',
             'hello number' || n || ' of ' || (n % 500) || ' words ' || case n % 3 when 0 then 'fizz' else 'plain' end
               || case n % 5 when 0 then ' buzz' else '' end || ' ' || md5(n::text) || ' where is my order please thank you very much',
             'received', 1, now() from generate_series(1, $3::int) n returning id)
         insert into conversation.inbox_log (tenant_id, outlet_id, seq, conversation_id, kind, ref_id)
         select $1, $4, (select seq from conversation.inbox_positions where tenant_id = $1 and outlet_id = $4) + row_number() over (order by id), $2, 'message', id from message`,
        [world.tenantId, conversation!.id, MANY, world.outletId],
      );
      await infra.owner.query(`update conversation.inbox_positions set seq = seq + $3 where tenant_id = $1 and outlet_id = $2`, [
        world.tenantId,
        world.outletId,
        MANY,
      ]);
    }, 120_000);

    it('several processes index each message once', async () => {
      const handler = running.app.get(IndexMessagesHandler);
      const started = performance.now();
      await eventually(
        async () => {
          await Promise.all([handler.execute(), handler.execute()]);
          await untilIndexed(world.tenantId);
        },
        { timeoutMs: 110_000 },
      );
      const ms = Math.round(performance.now() - started);
      const [row] = await infra.rows<{ messages: number; size: string }>(
        `select (select count(distinct id)::int from conversation.message_terms, unnest(message_id || others) as id where tenant_id = $1) as messages,
           pg_size_pretty(pg_total_relation_size('conversation.message_terms')) as size`,
        [world.tenantId],
      );
      expect(row!.messages).toBe(MANY + 1);
      if (process.env.SEARCH_MESSAGES) console.log(`indexed ${MANY} messages in ${ms} ms, ${row!.size}`);
    }, 120_000);

    it('a rare word, common words, a prefix and nothing at all are answered fast', async () => {
      await infra.owner.query('vacuum analyze conversation.message_terms');
      const expected: [string, number][] = [
        [`number${MANY}`, 1],
        ['hello order', 50],
        ['fizz buzz thank', 50],
        ['number77', 50],
        ['hello w', 50],
        ['o', 50],
        ['fizz absent', 0],
      ];
      for (const [q, hits] of expected) {
        const times: number[] = [];
        for (let n = 0; n < 5; n++) {
          const started = performance.now();
          const { body } = await search(world.tenantId, { q });
          times.push(performance.now() - started);
          expect([q, body.items.length]).toEqual([q, hits]);
        }
        if (process.env.SEARCH_MESSAGES) console.log(`${q}: ${times.map((ms) => ms.toFixed(1)).join(' ')} ms`);
        expect(Math.min(...times)).toBeLessThan(1_000);
      }
    }, 60_000);

    it('is looked up in the index under row-level security', async () => {
      const client = new pg.Client({ connectionString: infra.roleUrl('conversation', 'tenant') });
      await client.connect();
      try {
        await client.query(`begin; select set_config('app.tenant_id', '${world.tenantId}', true)`);
        const plan = async (condition: string): Promise<string> =>
          (
            await client.query(
              `explain (analyze, costs off, timing off) select message_id from conversation.message_terms where tenant_id = '${world.tenantId}' and ${condition}`,
            )
          ).rows
            .map((row) => row['QUERY PLAN'])
            .join('\n');
        for (const condition of [
          `term = 'number777'`,
          `term >= 'number77' and term < 'number78' order by term limit 1`,
          `term = 'hello' and message_id < 'ffffffff-ffff-ffff-ffff-ffffffffffff' order by message_id desc limit 10`,
          `term = 'hello' and message_id >= '${v7()}' and message_id <= 'ffffffff-ffff-ffff-ffff-ffffffffffff' and '${v7()}' = any(others)`,
        ]) {
          const text = await plan(condition);
          expect(text).toMatch(/Index (Only )?Scan/);
          expect(text).not.toMatch(/Seq Scan/);
          expect(text).toMatch(/Index Cond: .*term/);
        }
      } finally {
        await client.end();
      }
    });
  });

  describe('whose rows stand for several messages each', () => {
    const random = randomOf(Number(process.env.SEARCH_SEED ?? 1));
    const vocabulary = Array.from({ length: 60 }, (_, n) => `${['or', 'pe', 'de', 'x'][n % 4]}${n.toString(36)}`);
    const someWords = (most: number): string[] =>
      Array.from({ length: 1 + random(most) }, () => vocabulary[Math.min(random(60), random(60))]!);
    let world: World;
    let conversationId: string;
    let messages: { id: string; text: string }[];

    /** Messages of a day, in bursts: some of them at the same moment. */
    async function record(count: number): Promise<{ id: string; text: string }[]> {
      const start = Date.now() - 86_400_000;
      const made = Array.from({ length: count }, () => ({
        id: v7({ msecs: start + random(40) * 1_800_000 + random(3) * 30_000 + random(500) }),
        text: someWords(8).join(' '),
      }));
      await infra.owner.query(
        `with message as (
           insert into conversation.messages (tenant_id, id, conversation_id, seq, direction, author, type, text, status, epoch, at)
           select $1, id, $2, n + (select next_seq from conversation.conversations where id = $2), 'inbound', 'customer', 'text', text, 'received', 1, now()
           from unnest($3::uuid[], $4::text[]) with ordinality as m (id, text, n) returning id, seq
         ), moved as (
           update conversation.conversations set next_seq = next_seq + $6 + 1 where id = $2
         ), positions as (
           update conversation.inbox_positions set seq = seq + $6 where tenant_id = $1 and outlet_id = $5 returning seq - $6 as base
         )
         insert into conversation.inbox_log (tenant_id, outlet_id, seq, conversation_id, kind, ref_id)
         select $1, $5, base + row_number() over (order by message.seq), $2, 'message', id from message, positions`,
        [world.tenantId, conversationId, made.map(({ id }) => id), made.map(({ text }) => text), world.outletId, count],
      );
      return made;
    }
    const indexAll = async (): Promise<void> => {
      await running.app.get(IndexMessagesHandler).execute();
      await untilIndexed(world.tenantId);
    };
    /** Page by page, to the end. */
    async function found(q: string, limit: number): Promise<string[]> {
      const ids: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: { body: any } = await search(world.tenantId, { q, limit, ...(cursor ? { cursor } : {}) });
        ids.push(...page.body.items.map((item: { message: { id: string } }) => item.message.id));
        cursor = page.body.nextCursor;
      }
      return ids;
    }
    /** What somebody who looks through all texts finds, newest first. */
    function lookedThrough(q: string): string[] {
      const words = q.split(' ');
      const last = words.pop()!;
      const holds = (text: string): boolean => {
        const own = text.split(' ');
        return words.every((word) => own.includes(word)) && own.some((word) => word.startsWith(last));
      };
      return messages
        .filter(({ text }) => holds(text))
        .map(({ id }) => id)
        .sort()
        .reverse();
    }
    async function compare(): Promise<void> {
      const queries = [
        ...Array.from({ length: 20 }, () => someWords(3).join(' ')),
        'o',
        'p',
        'x',
        'or1 p',
        'nothing',
        ...vocabulary.slice(0, 4),
      ];
      for (const q of queries) {
        const limit = 30 + random(70);
        expect([q, await found(q, limit)]).toEqual([q, lookedThrough(q)]);
      }
    }
    const remove = async (ids: readonly string[]): Promise<void> => {
      await running.app.get(TenantDatabase).forTenant(world.tenantId, async (tx) => {
        const gone = await tx.query<{ id: string; text: string }>(
          'delete from conversation.messages where tenant_id = $1 and id = any($2::uuid[]) returning id, text',
          [tx.tenantId, ids],
        );
        await running.app.get(ForgetWords).of(tx, gone);
      });
      messages = messages.filter(({ id }) => !ids.includes(id));
    };
    const namedIds = async (): Promise<string[]> =>
      (
        await infra.rows<{ id: string }>(
          'select distinct id from conversation.message_terms, unnest(message_id || others) as id where tenant_id = $1 order by id',
          [world.tenantId],
        )
      ).map(({ id }) => id);

    beforeAll(async () => {
      world = await World.create(infra);
      await world.write({ phone: '16505551234' }, 'first');
      await world.untilHandled(1);
      conversationId = (await world.conversations())[0]!.id;
      messages = (await world.messages()).map(({ id, text }) => ({ id, text: text! }));
    }, 30_000);

    it('finds exactly what looking through all texts finds, in the order of the ids, whichever way rows were written', async () => {
      const old = await record(300);
      await indexAll();
      // As rows were written before one stood for several.
      await infra.rows(
        `with taken as (delete from conversation.message_terms where tenant_id = $1 returning term, message_id, others)
         insert into conversation.message_terms (tenant_id, term, message_id) select $1, term, id from taken, unnest(message_id || others) as id`,
        [world.tenantId],
      );
      messages.push(...old, ...(await record(1_500)));
      await indexAll();
      messages.push(...(await record(700)));
      await indexAll();
      const [row] = await infra.rows<{ shared: number }>(
        'select count(*)::int as shared from conversation.message_terms where tenant_id = $1 and others is not null',
        [world.tenantId],
      );
      expect(row!.shared).toBeGreaterThan(100);
      await compare();
    }, 60_000);

    it('messages that go leave none of their words, and all of the others’', async () => {
      await remove(messages.filter(() => random(3) === 0).map(({ id }) => id));
      expect(await namedIds()).toEqual(messages.map(({ id }) => id).sort());
      await compare();
      await remove(messages.slice(0, -5).map(({ id }) => id));
      expect(await namedIds()).toEqual(messages.map(({ id }) => id).sort());
      await compare();
    }, 60_000);

    it('an index that is set back is made once more, and once only', async () => {
      messages.push(...(await record(200)));
      await indexAll();
      const rows = () =>
        infra.rows('select term, message_id, others from conversation.message_terms where tenant_id = $1 order by 1, 2', [world.tenantId]);
      const before = await rows();
      await infra.rows('update conversation.search_positions set seq = seq - 150 where tenant_id = $1', [world.tenantId]);
      await indexAll();
      expect(await namedIds()).toEqual(messages.map(({ id }) => id).sort());
      expect((await rows()).length).toBeGreaterThanOrEqual(before.length);
      await compare();
    }, 60_000);
  });

  it('one inbox that cannot be indexed keeps no other from it, and an inbox of very many words comes in portions', async () => {
    const worlds = [await World.create(infra), await World.create(infra), await World.create(infra)];
    const { tenantId: bad } = worlds[0]!;
    const repository = running.app.get(SearchRepository);
    const addTerms = repository.addTerms.bind(repository);
    const sizes: number[] = [];
    repository.addTerms = async (tx, postings) => {
      if (tx.tenantId === bad) throw new Error('cannot be indexed');
      sizes.push(postings.reduce((sum, { messageIds }) => sum + messageIds.length, 0));
      return addTerms(tx, postings);
    };
    try {
      // Enough inboxes for the bad one to come before one of them.
      for (const world of worlds) await world.write({ phone: '16505551234' }, 'pomegranate');
      const words = (n: number): string =>
        Array.from({ length: 700 }, (_, i) => `w${n}x${i}`)
          .join(' ')
          .slice(0, 4_000);
      for (let n = 0; n < 60; n++) await worlds[1]!.write({ phone: '16505551234' }, words(n));
      for (const [index, world] of worlds.entries()) await world.untilHandled(index === 1 ? 61 : 1);
      for (const world of worlds.slice(1)) await untilIndexed(world.tenantId);
      expect(await texts(worlds[2]!, 'pomegranate')).toEqual(['pomegranate']);
      expect(Math.max(...sizes)).toBeLessThan(25_000);
      expect(await texts(worlds[0]!, 'pomegranate')).toEqual([]);
    } finally {
      repository.addTerms = addTerms;
    }
    await untilIndexed(bad);
    expect(await texts(worlds[0]!, 'pomegranate')).toEqual(['pomegranate']);
  });
});
