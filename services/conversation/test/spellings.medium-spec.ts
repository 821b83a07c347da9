import { v7 } from 'uuid';
import { contactErasureRequested, messageSubmitted, statusChanged } from '#contracts';
import type { RunningService } from '#service-kit';
import { asMember, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { World } from './conversation-world.js';
import { standIns } from './tenant-stand-in.js';

const ACCOUNT = '551181234567';
const TYPED = '5511981234567';

describe('one WhatsApp account under several spellings of its number', () => {
  let infra: Infrastructure;
  let running: RunningService;
  let world: World;

  beforeAll(async () => {
    infra = await startInfrastructure({ modules: [...standIns, migrations] });
    await infra.nats();
    running = await startService(infra, service, { REPLY_DEBOUNCE_MS: '600000' });
  }, 60_000);
  beforeEach(async () => {
    world = await World.create(infra);
  });
  afterAll(async () => {
    await running?.close();
    await infra?.stop();
  }, 30_000);

  // Shapes are what these tests are about.
  const call = async (method: string, path: string, body?: unknown, role: 'agent' | 'admin' = 'admin', of = world): Promise<any> => {
    const response = await fetch(`${running.url}/api/v1${path}`, {
      method,
      headers: { ...asMember(infra, of.tenantId, role), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
  const sendTo = async (phone: string, text = 'Your parcel has left.', messageId = v7()): Promise<string> => {
    const { outletId, tenantId } = world;
    const at = new Date().toISOString();
    const content = { type: 'text', text: { body: text } };
    await infra.publish(messageSubmitted, tenantId, { messageId, outletId, to: { phone }, type: 'text', text, content, at });
    return messageId;
  };
  const told = async (messageId: string, phone: string, waId: string, at = new Date()): Promise<void> => {
    const { outletId, tenantId } = world;
    const recipient = { phone, waId };
    await infra.publish(statusChanged, tenantId, { messageId, outletId, status: 'accepted', recipient, at: at.toISOString(), errors: [] });
  };
  const contacts = async (): Promise<(string | null)[]> => (await world.contacts()).map(({ phone }) => phone);
  const spellings = (): Promise<{ phone: string; wa_id: string; is_told: boolean }[]> =>
    infra.rows('select phone, wa_id, is_told from conversation.contact_spellings where tenant_id = $1 order by phone', [world.tenantId]);

  it('a program sends to the other spelling of a customer who wrote: their conversation, before WhatsApp has said a word', async () => {
    await world.write({ phone: ACCOUNT, name: 'Ana' }, 'Where is my parcel?');
    await world.untilHandled(1);
    const id = await sendTo(TYPED);
    await world.untilHandled(2);
    expect(await contacts()).toEqual([ACCOUNT]);
    expect(await world.conversations()).toHaveLength(1);
    expect((await world.messages()).map(({ text }) => text)).toEqual(['Where is my parcel?', 'Your parcel has left.']);
    expect(await spellings()).toEqual([{ phone: TYPED, wa_id: ACCOUNT, is_told: false }]);
    await told(id, TYPED, ACCOUNT);
    await world.untilHandled(3);
    expect(await spellings()).toEqual([{ phone: TYPED, wa_id: ACCOUNT, is_told: true }]);
  });

  it('a customer writes to whom a program has sent before: their account becomes the contact’s', async () => {
    await sendTo(TYPED);
    await world.untilHandled(1);
    const [before] = await world.contacts();
    await world.write({ phone: ACCOUNT, name: 'Ana' }, 'Thanks');
    await world.untilHandled(2);
    expect(await world.contacts()).toMatchObject([{ id: before!.id, phone: ACCOUNT, name: 'Ana' }]);
    expect(await world.conversations()).toHaveLength(1);
    await sendTo(TYPED, 'Welcome');
    await world.untilHandled(3);
    expect(await contacts()).toEqual([ACCOUNT]);
  });

  it('WhatsApp’s answer makes one of two contacts that there are already, with their conversations; the answer again changes nothing', async () => {
    await world.write({ phone: ACCOUNT, name: 'Ana' }, 'Hello');
    await world.untilHandled(1);
    const kept = (await world.contacts())[0]!.id;
    await infra.owner.query('insert into conversation.contacts (tenant_id, id, phone, alias) values ($1, $2, $3, $4)', [
      world.tenantId,
      v7(),
      TYPED,
      'Ana (wholesale)',
    ]);
    const id = await sendTo(TYPED);
    await world.untilHandled(2);
    expect(await world.conversations()).toHaveLength(2);
    await told(id, TYPED, ACCOUNT);
    await world.untilHandled(3);
    expect(await world.contacts()).toMatchObject([{ id: kept, phone: ACCOUNT, name: 'Ana', alias: 'Ana (wholesale)' }]);
    const [only, ...others] = await world.conversations();
    expect(others).toEqual([]);
    expect((await world.messages()).map(({ conversation_id, seq }) => [conversation_id, seq])).toEqual([
      [only!.id, 1],
      [only!.id, 2],
    ]);
    const log = (): Promise<unknown[]> => infra.rows('select kind from conversation.inbox_log where tenant_id = $1', [world.tenantId]);
    const before = (await log()).length;
    await told(id, TYPED, ACCOUNT);
    await world.untilHandled(4);
    expect(await log()).toHaveLength(before);
    expect(await contacts()).toEqual([ACCOUNT]);
  });

  it('WhatsApp’s answer that is here before the message waits for it', async () => {
    const id = v7();
    await told(id, TYPED, ACCOUNT);
    await world.untilHandled(1);
    expect(await spellings()).toEqual([]);
    await sendTo(TYPED, 'First', id);
    await world.untilHandled(2);
    expect(await contacts()).toEqual([ACCOUNT]);
    expect(await world.messages()).toMatchObject([{ text: 'First', status: 'accepted' }]);
    expect(await infra.rows('select * from conversation.pending_statuses where tenant_id = $1', [world.tenantId])).toEqual([]);
  });

  it('a webhook whose sender is spelled otherwise than the account is the account’s, whatever the country', async () => {
    await world.write({ phone: '5215512345678', waId: '525512345678', name: 'Luz' }, 'Hola');
    await world.untilHandled(1);
    await world.write({ phone: '525512345678', name: 'Luz' }, 'Otra vez');
    await world.untilHandled(2);
    await world.write({ phone: '88377001', waId: '49301234567' }, 'Hallo');
    await world.untilHandled(3);
    await sendTo('88377001');
    await world.untilHandled(4);
    expect((await contacts()).sort()).toEqual(['49301234567', '525512345678']);
    expect((await world.messages()).map(({ seq }) => seq)).toEqual([1, 2, 1, 2]);
  });

  it('two numbers that WhatsApp itself names are two customers, however alike, and a sending to one is not the other’s', async () => {
    await world.write({ phone: ACCOUNT }, 'I am one');
    await world.write({ phone: TYPED }, 'I am another');
    await world.untilHandled(2);
    await told(await sendTo(TYPED), TYPED, TYPED);
    await world.untilHandled(4);
    expect((await contacts()).sort()).toEqual([ACCOUNT, TYPED].sort());
    expect(await world.conversations()).toHaveLength(2);
  });

  it('two user ids are two customers, even where WhatsApp gives one the number of the other', async () => {
    await world.write({ phone: TYPED, userId: 'BR.1' }, 'I am one');
    await world.untilHandled(1);
    await world.write({ phone: ACCOUNT, userId: 'BR.2' }, 'I am another');
    await world.untilHandled(2);
    await told(await sendTo(TYPED), TYPED, ACCOUNT);
    await world.untilHandled(4);
    expect((await world.contacts()).map(({ phone, user_id }) => [phone, user_id])).toEqual([
      [null, 'BR.1'],
      [ACCOUNT, 'BR.2'],
    ]);
  });

  it('the account that WhatsApp names last is the one, and what comes late does not turn it back', async () => {
    await world.write({ phone: ACCOUNT }, 'Hello');
    await world.untilHandled(1);
    const minute = (ago: number): Date => new Date(Date.now() - ago * 60_000);
    const id = await sendTo(TYPED);
    await told(id, TYPED, ACCOUNT, minute(3));
    await world.untilHandled(3);
    await told(id, TYPED, TYPED, minute(1));
    await world.untilHandled(4);
    expect(await contacts()).toEqual([TYPED]);
    await told(id, TYPED, ACCOUNT, minute(2));
    await world.untilHandled(5);
    await world.write({ phone: ACCOUNT }, 'From the old phone');
    await world.untilHandled(6);
    expect(await contacts()).toEqual([TYPED]);
    expect(await world.conversations()).toHaveLength(1);
  });

  it('finds the contact in every spelling, does not make it again, and lets people make one of two', async () => {
    await world.write({ phone: ACCOUNT, name: 'Ana' }, 'Hello');
    await world.untilHandled(1);
    const { id } = (await world.contacts())[0]!;
    for (const query of ['phone=%2B55%2011%2098123-4567', 'q=%2B55%2011%2098123-4567', 'phone=551181234567', 'q=5511%2081234']) {
      expect([query, (await call('GET', `/contacts?${query}`)).body.items]).toMatchObject([query, [{ id }]]);
      expect([query, (await call('GET', `/conversations?${query}`)).body.items]).toMatchObject([query, [{ contact: { id } }]]);
    }
    const again = await call('POST', '/contacts', { phone: '+55 11 98123-4567' });
    expect(again).toMatchObject({ status: 409, body: { code: 'contact_exists', detail: expect.stringContaining(id) } });
    const old = v7();
    await infra.owner.query('insert into conversation.contacts (tenant_id, id, phone) values ($1, $2, $3)', [world.tenantId, old, TYPED]);
    expect(await call('POST', `/contacts/${id}/merge`, { contactId: old })).toMatchObject({ status: 200, body: { id, phone: ACCOUNT } });
    await sendTo(TYPED);
    await world.untilHandled(2);
    expect(await contacts()).toEqual([ACCOUNT]);
  });

  it('a number that was typed with 00 once is the customer’s who writes', async () => {
    await infra.owner.query(`insert into conversation.contacts (tenant_id, id, phone, alias) values ($1, $2, '0051987333000', 'Rosa')`, [
      world.tenantId,
      v7(),
    ]);
    await world.write({ phone: '51987333000', name: 'rosita' }, 'Hola');
    await world.untilHandled(1);
    expect(await world.contacts()).toMatchObject([{ phone: '51987333000', alias: 'Rosa' }]);
  });

  it('an erasure takes the spellings, and names them all to the others', async () => {
    await world.write({ phone: ACCOUNT, name: 'Ana' }, 'Hello');
    await world.untilHandled(1);
    await told(await sendTo(TYPED), TYPED, ACCOUNT);
    await world.untilHandled(3);
    await eventually(async () => expect(await spellings()).toHaveLength(1));
    const { id } = (await world.contacts())[0]!;
    expect((await call('POST', `/contacts/${id}/erasure`)).status).toBeLessThan(300);
    const [request] = await world.untilSent(contactErasureRequested);
    expect(request!.phones.toSorted()).toEqual([ACCOUNT, TYPED].sort());
    expect(await spellings()).toEqual([]);
    // What comes late of a customer who is forgotten is not learned.
    await told(v7(), TYPED, ACCOUNT);
    await world.untilHandled(4);
    expect(await spellings()).toEqual([]);
  });

  it('another tenant learns nothing of it', async () => {
    const other = await World.create(infra);
    await world.write({ phone: ACCOUNT }, 'Hello');
    await world.untilHandled(1);
    await told(await sendTo(TYPED), TYPED, ACCOUNT);
    await world.untilHandled(3);
    expect((await call('GET', `/contacts?phone=${TYPED}`, undefined, 'admin', other)).body.items).toEqual([]);
    await other.write({ phone: TYPED }, 'Hello');
    await other.untilHandled(1);
    expect((await other.contacts()).map(({ phone }) => phone)).toEqual([TYPED]);
  });
});
