import type { RunningService } from '#service-kit';
import { asMember, startInfrastructure, startService, type Infrastructure } from '#testing';
import { v7 } from 'uuid';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { World } from './conversation-world.js';
import { standIns } from './tenant-stand-in.js';

/** More than a page of conversations looks at, and more than a page of contacts. */
const CONVERSATIONS = 1_200;
const CONTACTS = 5_200;

describe('lists that are longer than what a page looks at', () => {
  let infra: Infrastructure;
  let running: RunningService;
  let world: World;
  const rare = { contactId: v7(), conversationId: v7(), teamId: v7(), labelId: v7(), personId: v7() };

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    await infra.nats();
    running = await startService(infra, service);
    world = await World.create(infra);
    const { tenantId, outletId } = world;
    const { owner } = infra;
    await owner.query(`insert into conversation.teams (tenant_id, id, name) values ($1, $2, 'Rare')`, [tenantId, rare.teamId]);
    await owner.query(`insert into conversation.labels (tenant_id, id, name, color) values ($1, $2, 'rare', '#112233')`, [
      tenantId,
      rare.labelId,
    ]);
    // The oldest of all is the only one of its kind.
    await owner.query(
      `insert into conversation.contacts (tenant_id, id, phone, name, tags) values ($1, $2, '16505550000', 'Rara Avis', '{rare}')`,
      [tenantId, rare.contactId],
    );
    await owner.query(
      `insert into conversation.conversations (tenant_id, id, outlet_id, contact_id, state, owner, assignee_id, team_id, priority, unread_count, last_message_at)
       values ($1, $2, $3, $4, 'open', 'agent', $5, $6, 'high', 1, now() - interval '1 day')`,
      [tenantId, rare.conversationId, outletId, rare.contactId, rare.personId, rare.teamId],
    );
    await owner.query(`insert into conversation.conversation_labels (tenant_id, conversation_id, label_id) values ($1, $2, $3)`, [
      tenantId,
      rare.conversationId,
      rare.labelId,
    ]);
    await owner.query(
      `insert into conversation.contacts (tenant_id, id, phone, name)
       select $1, uuidv7(make_interval(secs => n / 1000.0)), '1650666' || n, 'Common' from generate_series(1, $2::integer) n`,
      [tenantId, CONTACTS],
    );
    await owner.query(
      `insert into conversation.conversations (tenant_id, id, outlet_id, contact_id, state, last_message_at)
       select $1, uuidv7(), $2, id, 'closed', now() - make_interval(secs => row_number() over ())
       from (select id from conversation.contacts where tenant_id = $1 and name = 'Common' limit $3) k`,
      [tenantId, outletId, CONVERSATIONS],
    );
  }, 120_000);
  afterAll(async () => {
    await running?.close();
    await infra?.stop();
  }, 30_000);

  async function get(path: string): Promise<{ items: { id: string }[]; nextCursor: string | null }> {
    const response = await fetch(`${running.url}/api/v1${path}`, { headers: asMember(infra, world.tenantId, 'agent') });
    expect(response.status).toBe(200);
    return (await response.json()) as { items: { id: string }[]; nextCursor: string | null };
  }

  /** Every page of a list. */
  async function pages(path: string, query: string): Promise<string[][]> {
    const found: string[][] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await get(`${path}?${query}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
      found.push(page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    return found;
  }

  it.each([
    'state=open',
    'owner=agent',
    `priority=high`,
    `assigneeId=${rare.personId}`,
    `teamId=${rare.teamId}`,
    `labelId=${rare.labelId}`,
    `contactId=${rare.contactId}`,
    'phone=16505550000',
    'unread=true',
    'q=avis',
    'state=open&sort=waiting',
    'owner=agent&sort=waiting',
    'owner=agent&sort=priority',
    'state=open&sort=priority',
    'unread=true&sort=priority',
    `teamId=${rare.teamId}&sort=priority`,
    `assigneeId=${rare.personId}&sort=priority`,
  ])('the one conversation under %s is found, once, however many pages find nothing', async (query) => {
    const found = await pages('/conversations', query);
    expect(found.flat()).toEqual([rare.conversationId]);
    expect(found.length).toBeLessThanOrEqual(3);
  });

  it('says after a page that found nothing that there is more to look at', async () => {
    const first = await get('/conversations?owner=agent');
    expect(first).toEqual({ items: [], nextCursor: expect.any(String) });
  });

  it.each(['', 'sort=priority', 'state=closed', `outletId=`])('pages through all of them under "%s", each once', async (query) => {
    const found = (await pages('/conversations', `limit=100&${query === 'outletId=' ? query + world.outletId : query}`)).flat();
    expect(found).toHaveLength(query === 'state=closed' ? CONVERSATIONS : CONVERSATIONS + 1);
    expect(new Set(found).size).toBe(found.length);
    if (query === 'sort=priority') expect(found[0]).toBe(rare.conversationId);
    if (query === '') expect(found.at(-1)).toBe(rare.conversationId);
  });

  it.each(['q=rara', 'tag=rare', 'phone=16505550000'])('the one contact under %s is found, once', async (query) => {
    expect((await pages('/contacts', query)).flat()).toEqual([rare.contactId]);
  });
});
