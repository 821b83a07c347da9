import {
  liveConversationEvent,
  liveFeed,
  liveMerged,
  liveMessageEvent,
  liveMissed,
  liveNoteEvent,
  liveStatus,
  statusChanged,
} from '#contracts';
import { Queries } from '#messaging';
import type { RunningService } from '#service-kit';
import { asMember, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { v7 } from 'uuid';
import { PruneLiveLogHandler } from '../src/handlers/live/prune-live-log.handler.js';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { World } from './conversation-world.js';
import { standIns } from './tenant-stand-in.js';

describe('what gateways read of the live log', () => {
  let infra: Infrastructure;
  let running: RunningService;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    running = await startService(infra, service, { REPLY_DEBOUNCE_MS: '600000' });
    await infra.nats();
  }, 60_000);
  afterAll(async () => {
    await running?.close();
    await infra?.stop();
  }, 30_000);

  const ask = (world: World, cursors: Record<string, number>, limit = 500) =>
    eventually(() => running.app.get(Queries).ask(liveFeed, world.tenantId, { cursors, limit }));
  const missed = (world: World, after: Record<string, number>, until: Record<string, number> = {}, limit = 1_000) =>
    eventually(() => running.app.get(Queries).ask(liveMissed, world.tenantId, { after, until, limit }));
  const rest = async (world: World, path: string): Promise<any> =>
    (await fetch(`${running.url}/api/v1/conversations${path}`, { headers: asMember(infra, world.tenantId) })).json();
  const agentWrites = (world: World, id: string, text: string) =>
    fetch(`${running.url}/api/v1/conversations/${id}/messages`, {
      method: 'POST',
      headers: { ...asMember(infra, world.tenantId, 'agent'), 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'text', text }),
    });

  async function started(messages = 1): Promise<{ world: World; id: string; inbox: string; end: number }> {
    const world = await World.create(infra);
    for (let n = 1; n <= messages; n++) await world.write({ phone: '16505551234', name: 'Ana' }, `message ${n}`);
    await world.untilHandled(messages);
    const inbox = world.outletId;
    return { world, id: (await world.conversations())[0]!.id, inbox, end: (await ask(world, {})).positions[inbox]! };
  }

  it('an empty cursor map tells where the inboxes are, and a cursor what follows, in the shapes of REST', async () => {
    const { world, id, inbox } = await started();
    const { positions } = await ask(world, {});
    expect(Object.keys(positions)).toEqual([inbox]);
    const answer = (await (await agentWrites(world, id, 'Hello Ana')).json()) as { id: string };
    await infra.publish(statusChanged, world.tenantId, {
      messageId: answer.id,
      conversationId: id,
      outletId: inbox,
      status: 'accepted',
      wamid: 'wamid.out',
      errors: [],
      at: new Date().toISOString(),
    } as never);
    await eventually(async () => expect((await world.messages())[1]).toMatchObject({ status: 'accepted' }));

    const { events, positions: after, lost, hasMore } = await ask(world, positions);
    expect(events.map(({ event }) => event)).toEqual(['conversation', 'message', 'status']);
    expect(events.map(({ inboxSeq }) => inboxSeq)).toEqual([1, 2, 3].map((n) => positions[inbox]! + n));
    expect({ after, lost, hasMore }).toEqual({ after: { [inbox]: positions[inbox]! + 3 }, lost: [], hasMore: false });
    const [conversation, message, status] = events;
    expect(liveConversationEvent.data.parse(conversation!.data).conversation).toEqual(await rest(world, `/${id}`));
    const shown = (await rest(world, `/${id}/messages`)).items;
    expect(liveMessageEvent.data.parse(message!.data)).toMatchObject({
      tenantId: world.tenantId,
      conversationId: id,
      seq: 2,
      message: shown[1],
      standing: { owner: 'agent', state: 'open', unreadCount: expect.any(Number) },
    });
    expect(liveStatus.data.parse(status!.data)).toMatchObject({ messageId: answer.id, status: 'accepted', message: shown[1] });
  });

  it('what stands in the log from before is told by the names of today', async () => {
    const { world, id, inbox, end } = await started();
    const gone = v7();
    // As it was written when the events still named an `inboxId`: the log holds what happened, and not how it is told.
    await infra.rows('update conversation.inbox_positions set seq = seq + 2 where tenant_id = $1 and outlet_id = $2', [
      world.tenantId,
      inbox,
    ]);
    await infra.rows(
      `insert into conversation.inbox_log (tenant_id, outlet_id, seq, conversation_id, kind, ref_id)
       values ($1, $2, $3::bigint + 1, $4, 'merged', $5), ($1, $2, $3::bigint + 2, $5, 'conversation', null)`,
      [world.tenantId, inbox, end, gone, id],
    );
    const { events } = await ask(world, { [inbox]: end });
    const place = (after: number) => ({ outletId: inbox, inboxSeq: end + after });
    expect(events).toMatchObject([
      { ...place(1), event: 'merged', data: { ...place(1), conversationId: gone, into: id } },
      { ...place(2), event: 'conversation', data: { ...place(2), conversation: { id } } },
    ]);
    expect(JSON.stringify(events)).not.toContain('inboxId');
  });

  it('a reader that goes on page by page sees every entry once, whatever the pages are', async () => {
    const { world, inbox } = await started(60);
    const seen: number[] = [];
    let cursors: Record<string, number> = { [inbox]: 0 };
    for (let hasMore = true; hasMore;) {
      const page = await ask(world, cursors, 7);
      seen.push(...page.events.map(({ inboxSeq }) => inboxSeq));
      ({ positions: cursors, hasMore } = page);
    }
    const rows = await infra.rows<{ seq: string }>('select seq from conversation.inbox_log where outlet_id = $1 order by seq', [inbox]);
    expect(seen).toEqual(rows.map(({ seq }) => Number(seq)));
  });

  it('a page stays below what NATS takes, and loses nothing by it', async () => {
    const { world, id, inbox } = await started();
    await infra.rows(
      `insert into conversation.messages (tenant_id, id, conversation_id, seq, direction, author, type, content, status, epoch, at)
       select $1, uuidv7(), $2, n, 'inbound', 'customer', 'document', jsonb_build_object('note', repeat('x', 300000)), 'received', 1, now()
       from generate_series(2, 9) n`,
      [world.tenantId, id],
    );
    const { positions } = await ask(world, {});
    await infra.rows(
      `with entry as (select id, row_number() over (order by seq) n from conversation.messages where conversation_id = $2 and seq > 1),
       moved as (update conversation.inbox_positions set seq = seq + 8 where outlet_id = $3 returning seq - 8 as base)
       insert into conversation.inbox_log (tenant_id, outlet_id, seq, conversation_id, kind, ref_id)
       select $1, $3, base + n, $2, 'message', id from entry, moved`,
      [world.tenantId, id, inbox],
    );
    const first = await ask(world, positions);
    expect(first).toMatchObject({ hasMore: true, events: { length: 3 } });
    const rest = [await ask(world, first.positions)];
    rest.push(await ask(world, rest[0]!.positions));
    expect(rest.map(({ events, hasMore }) => [events.length, hasMore])).toEqual([
      [3, true],
      [2, false],
    ]);
  });

  it('what is gone is passed over, and the positions stay without gaps', async () => {
    const { world, id, inbox } = await started(2);
    await infra.rows('delete from conversation.messages where conversation_id = $1 and seq = 1', [id]);
    const { events } = await ask(world, { [inbox]: 0 });
    expect(events.map(({ event }) => event).filter((event) => event !== 'conversation')).toEqual(['passed', 'message']);
  });

  it('a customer who is erased takes the conversation along', async () => {
    const { world, id, inbox, end } = await started();
    const [contact] = await world.contacts();
    const headers = asMember(infra, world.tenantId, 'admin');
    await fetch(`${running.url}/api/v1/contacts/${contact!.id}/erasure`, { method: 'POST', headers });
    const { events } = await ask(world, { [inbox]: end });
    expect(events).toMatchObject([{ event: 'merged', data: { conversationId: id, into: null } }]);
    expect(() => liveMerged.data.parse(events[0]!.data)).not.toThrow();
  });

  it('a note is shown as over REST while it is there', async () => {
    const { world, id, inbox, end } = await started();
    const call = async (method: string, path: string, body?: object): Promise<any> => {
      const response = await fetch(`${running.url}/api/v1/conversations/${id}/notes${path}`, {
        method,
        headers: { ...asMember(infra, world.tenantId, 'agent'), ...(body ? { 'content-type': 'application/json' } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      return response.status === 204 ? undefined : response.json();
    };
    const note = await call('POST', '', { text: 'Ana is waiting for a refund.' });
    const shown = await ask(world, { [inbox]: end });
    expect(shown.events).toMatchObject([{ event: 'note', data: { conversationId: id, noteId: note.id, note } }]);
    expect(() => liveNoteEvent.data.parse(shown.events[0]!.data)).not.toThrow();
    await call('DELETE', `/${note.id}`);
    expect((await ask(world, shown.positions)).events).toMatchObject([{ event: 'note', data: { noteId: note.id, note: null } }]);
  });

  it('entries older than seven days are removed, and who stands before them is told so', async () => {
    const { world, inbox, end } = await started(3);
    await infra.rows(`update conversation.inbox_log set created_at = now() - interval '8 days' where outlet_id = $1 and seq <= 2`, [inbox]);
    expect(await running.app.get(PruneLiveLogHandler).execute()).toEqual(['emptied 2 of conversation.inbox_log_default']);
    expect(await ask(world, { [inbox]: 0 })).toEqual({ events: [], positions: { [inbox]: end }, lost: [inbox], hasMore: false });
    expect((await ask(world, { [inbox]: 2 })).events).toHaveLength(end - 2);
    expect((await ask(world, { [inbox]: 99 })).lost).toEqual([inbox]);
  });

  it('another tenant’s inboxes and conversations are as if they were not there', async () => {
    const { id, inbox } = await started(2);
    const { world: other, end } = await started();
    const reply = await ask(other, { [inbox]: 0, [v7()]: 5 });
    expect(reply).toEqual({ events: [], positions: { [other.outletId]: end }, lost: [], hasMore: false });
    expect(await missed(other, { [id]: 0, [v7()]: 0 })).toEqual({ messages: [], tooMuch: [] });
  });

  it('missed messages are those above the seq, without those that stand in the log behind a position', async () => {
    const { world, id, inbox, end } = await started(5);
    const seqs = async (...args: Parameters<typeof missed>) =>
      (await missed(...args)).messages.map(({ data }) => liveMessageEvent.data.parse(data).seq);
    expect(await seqs(world, { [id]: 2 }, { [inbox]: end })).toEqual([3, 4, 5]);
    expect(await seqs(world, { [id]: 2 }, { [inbox]: end - 1 })).toEqual([3, 4]);
    expect(await seqs(world, { [id]: 2 })).toEqual([]);
    expect(await missed(world, { [id]: 0 }, { [inbox]: end }, 4)).toEqual({ messages: [], tooMuch: [id] });
  });

  it('what was missed is bounded as a whole: the conversations with the least of it are read, of the others is said that it is too much', async () => {
    const world = await World.create(infra);
    for (const [phone, count] of [1, 2, 3, 1].entries()) {
      for (let n = 0; n < count; n++) await world.write({ phone: `1650555000${phone}` }, `message ${n}`);
    }
    await world.untilHandled(7);
    const end = (await ask(world, {})).positions;
    const ids = new Map((await world.messages()).map((row) => [row.conversation_id, row.seq] as const));
    const sorted = [...ids].sort((a, b) => a[1] - b[1]).map(([id]) => id);
    const { messages, tooMuch } = await missed(world, Object.fromEntries(sorted.map((id) => [id, 0])), end, 4);
    expect([...new Set(messages.map(({ data }) => data.conversationId))].sort()).toEqual(sorted.slice(0, 3).sort());
    expect(tooMuch).toEqual(sorted.slice(3));
  });

  it('whoever asks for a conversation that went into another one is told to read anew', async () => {
    const world = await World.create(infra);
    await world.write({ phone: '16505551234' }, 'by number');
    await world.write({ userId: 'US.13491208655302741918' }, 'by id');
    await world.untilHandled(2);
    const before = (await world.conversations()).map(({ id }) => id);
    await world.write({ phone: '16505551234', userId: 'US.13491208655302741918' }, 'both');
    await world.untilHandled(3);
    const [stays, ...others] = await world.conversations();
    expect(others).toEqual([]);
    const gone = before.find((id) => id !== stays!.id)!;
    const { positions } = await ask(world, {});
    expect(await missed(world, { [gone]: 1 }, positions)).toEqual({ messages: [], tooMuch: [gone] });
    const both = await missed(world, { [gone]: 1, [stays!.id]: 1 }, positions);
    expect(both).toMatchObject({ messages: { length: 2 }, tooMuch: [gone] });
    const { world: foreign } = await started();
    expect(await missed(foreign, { [gone]: 0 }, positions)).toEqual({ messages: [], tooMuch: [] });
  });
});
