import fc from 'fast-check';
import { replyGenerated, replyRequested, sendRequested } from '#contracts';
import { TenantDatabase } from '#database';
import { asMember, eventually } from '#testing';
import { EraseContactHandler } from '../src/handlers/privacy/erase-contact.handler.js';
import { ChangesRepository } from '../src/persistence/messages/changes.repository.js';
import { answer, reply, World } from './conversation-world.js';
import { RestWorld } from './rest-world.js';

const ANA = { phone: '16505550117', name: 'Ana' };
const secondsAgo = (seconds: number): string => new Date(Math.floor(Date.now() / 1000 - seconds) * 1000).toISOString();

describe('customers who edit and delete what they wrote', () => {
  const rest = new RestWorld();
  beforeAll(() => rest.begin(), 60_000);
  afterAll(() => rest.end(), 30_000);

  const edit = (world: World, original: string, text: string, timestamp = secondsAgo(0), more = {}): Promise<string> =>
    world.write(ANA, text, {
      type: 'edit',
      timestamp,
      raw: { type: 'edit', edit: { original_message_id: original, message: { type: 'text', text: { body: text } } } },
      ...more,
    });
  const revoke = (world: World, original: string, timestamp = secondsAgo(0), more = {}): Promise<string> =>
    world.write(ANA, undefined, { type: 'revoke', timestamp, raw: { type: 'revoke', revoke: { original_message_id: original } }, ...more });
  const rowsOf = (
    world: World,
  ): Promise<{ text: string | null; edits: { text: string }[] | null; deleted_at: string | null; content: any }[]> =>
    rest.infra.rows('select text, edits, deleted_at, content from conversation.messages where tenant_id = $1 order by seq', [
      world.tenantId,
    ]);
  const parked = (world: World): Promise<unknown[]> =>
    rest.infra.rows('select 1 from conversation.pending_changes where tenant_id = $1', [world.tenantId]);
  const shown = async (world: World): Promise<any> => {
    const [conversation] = await world.conversations();
    const as = rest.agentOf(world);
    return { messages: (await as('GET', `/${conversation!.id}/messages`)).body.items, list: (await as('GET', '')).body.items };
  };

  describe('before the bot was asked', () => {
    it('a question that was taken back is not asked', async () => {
      const world = await World.create(rest.infra, { replyDebounceMs: 600 });
      const wamid = await world.write(ANA, 'Do you repair zippers?');
      await world.untilHandled(1);
      await revoke(world, wamid);
      await world.untilHandled(2);
      await eventually(async () => expect(await world.conversations()).toMatchObject([{ reply_due_at: null, epoch: 2 }]));
      expect(await world.sent(replyRequested)).toEqual([]);
    });

    it('of two questions the one that stays is asked, and an edited one as it is now', async () => {
      const world = await World.create(rest.infra, { replyDebounceMs: 600 });
      const kept = await world.write(ANA, 'Do you repair zippers?');
      const gone = await world.write(ANA, 'And what does my neighbour owe you?');
      await world.untilHandled(2);
      await revoke(world, gone);
      await edit(world, kept, 'Do you repair umbrellas?');
      const [asked] = await world.requests(1);
      expect(asked).toMatchObject({ question: 'Do you repair umbrellas?', wamid: kept });
    });
  });

  describe('while the bot is composing', () => {
    it('the answer to what was taken back is not sent', async () => {
      const world = await World.create(rest.infra, { replyDebounceMs: 0 });
      const wamid = await world.write(ANA, 'What does a strap cost?');
      const [asked] = await world.requests(1);
      await revoke(world, wamid);
      await world.untilHandled(2);
      await rest.infra.publish(replyGenerated, world.tenantId, reply(asked!, answer('A strap costs 12.')));
      await world.untilHandled(3);
      expect(await world.sent(sendRequested)).toEqual([]);
      expect(await world.messages()).toHaveLength(1);
    });

    it('an edited question gets the answer to its new text, and not the one to the old', async () => {
      const world = await World.create(rest.infra, { replyDebounceMs: 0 });
      const wamid = await world.write(ANA, 'What does a strap cost?');
      const [old] = await world.requests(1);
      await edit(world, wamid, 'What does a buckle cost?');
      const requests = await world.requests(2);
      expect(requests[1]).toMatchObject({ question: 'What does a buckle cost?', wamid });
      await rest.infra.publish(replyGenerated, world.tenantId, reply(old!, answer('A strap costs 12.')));
      await rest.infra.publish(replyGenerated, world.tenantId, reply(requests[1]!, answer('A buckle costs 3.')));
      const [sent] = await world.sends(1);
      expect(sent).toMatchObject({ content: { text: { body: 'A buckle costs 3.' } } });
    });

    it('what was answered, or is a person’s, is asked no more', async () => {
      const world = await World.create(rest.infra, { replyDebounceMs: 0 });
      const wamid = await world.write(ANA, 'Are you open?');
      const [asked] = await world.requests(1);
      await rest.infra.publish(replyGenerated, world.tenantId, reply(asked!, answer('Until 18.')));
      await world.sends(1);
      await edit(world, wamid, 'Are you open today?');
      await world.untilHandled(3);
      expect(await world.conversations()).toMatchObject([{ epoch: 1, reply_due_at: null }]);
      expect(await world.sent(replyRequested)).toHaveLength(1);
    });
  });

  it('a question taken back before it came is not asked; the one before it still is', async () => {
    const world = await World.create(rest.infra, { replyDebounceMs: 0 });
    await world.write(ANA, 'Do you ship to Cusco?');
    await world.requests(1);
    await revoke(world, 'wamid.not-yet-here');
    await world.untilHandled(2);
    expect(await parked(world)).toHaveLength(1);
    await world.write(ANA, 'My password is hunter2', { wamid: 'wamid.not-yet-here' });
    const requests = await world.requests(2);
    expect(requests[1]!.question).toBe('Do you ship to Cusco?');
    expect((await rowsOf(world))[1]).toMatchObject({ text: null, deleted_at: expect.anything() });
    expect(JSON.stringify([await rowsOf(world), requests])).not.toContain('hunter2');
    expect(await parked(world)).toEqual([]);
  });

  it('comes to the same, in whatever order and however often everything arrives', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          edits: fc.uniqueArray(fc.record({ text: fc.stringMatching(/^[a-z]{3,9}$/), age: fc.integer({ min: 1, max: 800 }) }), {
            maxLength: 3,
            selector: ({ age }) => age,
          }),
          isRevoked: fc.boolean(),
          order: fc.array(fc.nat({ max: 4 }), { minLength: 4, maxLength: 9 }),
          isAtOnce: fc.boolean(),
        }),
        async ({ edits, isRevoked, order, isAtOnce }) => {
          const world = await World.create(rest.infra, { replyDebounceMs: 600_000 });
          const steps = [
            () => world.write(ANA, 'original words', { wamid: 'wamid.target', timestamp: secondsAgo(900) }),
            ...edits.map(
              ({ text, age }, n) =>
                () =>
                  edit(world, 'wamid.target', text, secondsAgo(age), { wamid: `wamid.edit.${n}` }),
            ),
            ...(isRevoked ? [() => revoke(world, 'wamid.target', secondsAgo(0), { wamid: 'wamid.revoke' })] : []),
          ];
          // Every step at least once, some of them again, in any order.
          const plan = [...order.filter((n) => n < steps.length), ...steps.keys()];
          if (isAtOnce) await Promise.all(plan.map((n) => steps[n]!()));
          else for (const n of plan) await steps[n]!();
          await world.untilHandled(plan.length);
          const byAge = edits.toSorted((a, b) => b.age - a.age).map(({ text }) => text);
          const rows = await rowsOf(world);
          expect(rows).toHaveLength(1);
          expect(await parked(world)).toEqual([]);
          if (isRevoked) {
            expect(rows[0]).toMatchObject({ text: null, edits: null, deleted_at: expect.anything() });
            expect(JSON.stringify(rows)).not.toContain('original words');
          } else if (edits.length > 0) {
            expect(rows[0]!.edits!.map(({ text }) => text)).toEqual(['original words', ...byAge]);
            expect(rows[0]).toMatchObject({ text: byAge.at(-1), deleted_at: null, content: { text: { body: byAge.at(-1) } } });
          } else {
            expect(rows[0]).toMatchObject({ text: 'original words', edits: null, deleted_at: null });
          }
        },
      ),
      { numRuns: 15 },
    );
  }, 120_000);

  it('people see what was edited with its history, and of what was deleted only that', async () => {
    const world = await World.create(rest.infra, { replyDebounceMs: 600_000 });
    const edited = await world.write(ANA, 'Table for two', { timestamp: secondsAgo(90) });
    const deleted = await world.write(ANA, 'Ring me at my wife’s number', { timestamp: secondsAgo(80) });
    await world.untilHandled(2);
    await edit(world, edited, 'Table for three', secondsAgo(70));
    await revoke(world, deleted, secondsAgo(60));
    await world.untilHandled(4);
    const { messages, list } = await shown(world);
    expect(messages).toHaveLength(2);
    expect(messages[0]).toMatchObject({ text: 'Table for three', versions: [{ text: 'Table for two' }], editedAt: expect.any(String) });
    expect(messages[1]).toMatchObject({ seq: 2, deletedAt: expect.any(String) });
    expect(messages[1]).not.toHaveProperty('text');
    expect(list[0].lastMessage).toMatchObject({ type: 'text', deleted: true });
    expect(list[0].lastMessage).not.toHaveProperty('text');
    const told = await rest.infra.rows<{ kind: string }>(
      `select kind from conversation.inbox_log where tenant_id = $1 and kind = 'status'`,
      [world.tenantId],
    );
    expect(told).toHaveLength(2);
  });

  it('the file of a message that was deleted is forgotten', async () => {
    const world = await World.create(rest.infra, { replyDebounceMs: 600_000 });
    const wamid = await world.write(ANA, 'My passport', {
      type: 'image',
      raw: { type: 'image', image: { id: 'media-17', mime_type: 'image/jpeg', caption: 'My passport' } },
    });
    await world.untilHandled(1);
    const files = (): Promise<unknown[]> =>
      rest.infra.rows('select message_id from conversation.media where tenant_id = $1 and message_id is not null', [world.tenantId]);
    expect(await files()).toHaveLength(1);
    await revoke(world, wamid);
    await world.untilHandled(2);
    expect(await files()).toEqual([]);
  });

  it('is found by what it says now, whether it was indexed before or not', async () => {
    const world = await World.create(rest.infra, { replyDebounceMs: 600_000 });
    const find = async (q: string): Promise<unknown[]> => {
      const response = await fetch(`${rest.running.url}/api/v1/conversations/search?q=${q}`, {
        headers: asMember(rest.infra, world.tenantId, 'viewer'),
      });
      return ((await response.json()) as { items: unknown[] }).items;
    };
    const wamid = await world.write(ANA, 'porcelain teapot');
    await eventually(async () => expect(await find('porcelain')).toHaveLength(1));
    await edit(world, wamid, 'copper teapot');
    await eventually(async () => expect(await find('copper')).toHaveLength(1));
    expect(await find('porcelain')).toEqual([]);
    expect(await find('teapot')).toHaveLength(1);
    await revoke(world, wamid);
    await eventually(async () => expect(await find('teapot')).toEqual([]));
    const fresh = await world.write(ANA, 'walnut shelf');
    await edit(world, fresh, 'cherry shelf');
    await eventually(async () => expect(await find('cherry')).toHaveLength(1));
    expect(await find('walnut')).toEqual([]);
    expect(
      await rest.infra.rows('select 1 from conversation.message_terms where tenant_id = $1 and term = $2', [world.tenantId, 'walnut']),
    ).toEqual([]);
  });

  it('another tenant’s message of the same id is not touched', async () => {
    const [one, other] = [await World.create(rest.infra), await World.create(rest.infra)];
    await one.write(ANA, 'ours', { wamid: 'wamid.shared' });
    await one.untilHandled(1);
    await revoke(other, 'wamid.shared');
    await other.untilHandled(1);
    expect(await rowsOf(one)).toMatchObject([{ text: 'ours', deleted_at: null }]);
    expect(await parked(other)).toHaveLength(1);
  });

  it('what waits for a message goes with its customer, and after 14 days', async () => {
    const world = await World.create(rest.infra, { replyDebounceMs: 600_000 });
    await world.write(ANA, 'Hello');
    await edit(world, 'wamid.never', 'secret');
    await world.untilHandled(2);
    const [contact] = await world.contacts();
    await rest.running.app
      .get(EraseContactHandler, { strict: false })
      .execute(world.tenantId, contact!.id, { kind: 'user', id: world.outletId, address: '127.0.0.1', requestId: 'r-17' });
    expect(await parked(world)).toEqual([]);
    await edit(world, 'wamid.never', 'secret');
    await world.untilHandled(3);
    await rest.infra.rows(`update conversation.pending_changes set created_at = now() - interval '15 days' where tenant_id = $1`, [
      world.tenantId,
    ]);
    const database = rest.running.app.get(TenantDatabase, { strict: false });
    await database.forSystem((tx) => rest.running.app.get(ChangesRepository, { strict: false }).pruneParked(tx, 14, 100));
    expect(await parked(world)).toEqual([]);
  });
});
