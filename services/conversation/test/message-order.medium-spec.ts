import fc from 'fast-check';
import { v7 } from 'uuid';
import { World } from './conversation-world.js';
import { RestWorld } from './rest-world.js';

const ANA = { phone: '16505550118', name: 'Ana' };
const NOW = Math.floor(Date.now() / 1000) * 1000;
const ago = (seconds: number): string => new Date(NOW - seconds * 1000).toISOString();

interface Shown {
  id: string;
  seq: number;
  at: string;
  text: string;
  beforeSeq?: number;
}

describe('messages that come in another order than they were written', () => {
  const rest = new RestWorld();
  beforeAll(() => rest.begin(), 60_000);
  afterAll(() => rest.end(), 30_000);

  /** All pages of a thread. */
  async function pages(world: World, query: { limit: number; order?: 'asc' | 'desc'; afterSeq?: number }): Promise<Shown[]> {
    const as = rest.agentOf(world);
    const [conversation] = await world.conversations();
    const items: Shown[] = [];
    let cursor: string | null = null;
    do {
      const more: Record<string, string> = Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)]));
      const { status, body } = await as(
        'GET',
        `/${conversation!.id}/messages?${new URLSearchParams({ ...more, ...(cursor ? { cursor } : {}) })}`,
      );
      expect(status).toBe(200);
      items.push(...body.items);
      cursor = body.nextCursor;
    } while (cursor);
    return items;
  }

  it('are read by WhatsApp’s time, then arrival, each once, whatever the size of the pages and the direction', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 14 }),
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        async (ages, limit, isAtOnce) => {
          const world = await World.create(rest.infra, { replyDebounceMs: 600_000 });
          const send = (age: number, n: number): Promise<string> => world.write(ANA, `m${n}`, { timestamp: ago(100 + age * 7) });
          if (isAtOnce) await Promise.all(ages.map(send));
          else {
            for (const [n, age] of ages.entries()) {
              await send(age, n);
              await world.untilHandled(n + 1);
            }
          }
          await world.untilHandled(ages.length);
          const rows = (await world.messages()) as unknown as (Shown & { at: Date | string })[];
          const expected = rows
            .toSorted((a, b) => new Date(a.at).getTime() - new Date(b.at).getTime() || a.seq - b.seq)
            .map(({ id }) => id);
          expect(rows.map(({ seq }) => seq)).toEqual(ages.map((_, n) => n + 1));
          expect((await pages(world, { limit })).map(({ id }) => id)).toEqual(expected);
          expect((await pages(world, { limit, order: 'desc' })).map(({ id }) => id)).toEqual(expected.toReversed());
          const seen = Math.floor(ages.length / 2);
          const missed = rows.filter(({ seq }) => seq > seen).map(({ id }) => id);
          expect((await pages(world, { limit, afterSeq: seen })).map(({ id }) => id)).toEqual(expected.filter((id) => missed.includes(id)));
          const list = (await rest.agentOf(world)('GET', '')).body.items;
          expect(list[0].lastMessage.text).toBe(rows.find(({ id }) => id === expected.at(-1))!.text);
        },
      ),
      { numRuns: 20 },
    );
  }, 120_000);

  it('are asked in the order in which they were written', async () => {
    const world = await World.create(rest.infra, { replyDebounceMs: 500 });
    await world.write(ANA, 'and in blue?', { timestamp: ago(10) });
    await world.untilHandled(1);
    const first = await world.write(ANA, 'Is the bag in stock', { timestamp: ago(40) });
    const [asked] = await world.requests(1);
    expect(asked!.question).toBe('Is the bag in stock\nand in blue?');
    expect(asked!.wamid).not.toBe(first);
  });

  it('a late one finds its place in a long conversation', async () => {
    const world = await World.create(rest.infra, { replyDebounceMs: 600_000 });
    await world.write(ANA, 'oldest', { timestamp: ago(80_000) });
    await world.untilHandled(1);
    const { id } = (await world.conversations())[0]!;
    await rest.infra.owner.query(
      `insert into conversation.messages (tenant_id, id, conversation_id, seq, direction, author, type, text, status, epoch, at)
       select $1, uuidv7(), $2, n, 'inbound', 'customer', 'text', 'm' || n, 'received', 1, $3::timestamptz + make_interval(secs => n)
       from generate_series(2, 30000) n`,
      [world.tenantId, id, ago(80_000)],
    );
    await rest.infra.owner.query(
      'update conversation.conversations set next_seq = 30001, last_message_at = $3 where tenant_id = $1 and id = $2',
      [world.tenantId, id, ago(50_000)],
    );
    await world.write(ANA, 'late', { timestamp: new Date(NOW - 80_000_000 + 12_345_000).toISOString(), wamid: `wamid.${v7()}` });
    await world.untilHandled(2);
    const late = await rest.infra.rows<{ seq: number; place: number }>(
      `select seq, place from conversation.messages where tenant_id = $1 and text = 'late'`,
      [world.tenantId],
    );
    expect(late).toEqual([{ seq: 30_001, place: 12_346 }]);
    const as = rest.agentOf(world);
    const cursor = Buffer.from('[12348]').toString('base64url');
    const { body } = await as('GET', `/${id}/messages?limit=4&order=desc&cursor=${cursor}`);
    expect(body.items.map(({ text }: Shown) => text)).toEqual(['m12347', 'm12346', 'late', 'm12345']);
    for (const keys of [
      [1, 2],
      [1, 2, -1],
      ['a', 1, 1],
      [1, 'x', 1],
    ]) {
      const broken = Buffer.from(JSON.stringify(keys)).toString('base64url');
      expect((await as('GET', `/${id}/messages?cursor=${broken}`)).body.code).toBe('invalid_cursor');
    }
  });
});
