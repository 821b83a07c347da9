import { v7 } from 'uuid';
import { contactChanged, messageSubmitted, replyRequested, sendRequested } from '#contracts';
import type { RunningService } from '#service-kit';
import { eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { InboxWorld } from './inbox-world.js';
import { standIns } from './tenant-stand-in.js';

let infra: Infrastructure;
let running: RunningService;

beforeAll(async () => {
  infra = await startInfrastructure({ modules: [...standIns, migrations] });
  await infra.nats();
  running = await startService(infra, service);
}, 60_000);
afterAll(async () => {
  await running?.close();
  await infra?.stop();
}, 30_000);

const NOTHING = { optOutWords: [], optInWords: [], doubleOptIn: false };
const create = async (wanted: object = {}): Promise<InboxWorld> => {
  const inbox = await InboxWorld.create(infra, running.url);
  expect(await inbox.as('admin')('PUT', '/consent-settings', { ...NOTHING, ...wanted })).toMatchObject({ status: 200 });
  return inbox;
};
const contactOf = async (inbox: InboxWorld, phone = '1') => (await inbox.as('viewer')('GET', `/contacts?phone=${phone}`)).body.items[0];
const consentOf = async (inbox: InboxWorld, phone = '1') => (await contactOf(inbox, phone))?.consent;
const proofs = async (inbox: InboxWorld, phone = '1') =>
  (await inbox.as('viewer')('GET', `/contacts/${(await contactOf(inbox, phone)).id}/consents`)).body.items as any[];
const questions = async (inbox: InboxWorld): Promise<any[]> =>
  (await inbox.world.sent(sendRequested)).flatMap(({ content }: any) =>
    content.interactive?.buttons?.[0]?.id === 'marketing:confirm' ? [content] : [],
  );
const said = async (inbox: InboxWorld): Promise<(string | null)[]> =>
  (await inbox.world.messages()).filter(({ author }) => author === 'system').map(({ text }) => text);

async function press(inbox: InboxWorld, id: string, title = 'Yes', phone = '1'): Promise<void> {
  const before = await inbox.world.handled();
  const raw = { from: phone, type: 'interactive', interactive: { type: 'button_reply', button_reply: { id, title } } };
  await inbox.world.write({ phone }, title, { type: 'interactive', raw });
  await inbox.world.untilHandled(before + 1);
}

describe('words of a tenant’s own', () => {
  it('stop and start promotions when they are the whole message, however they are written, and in no other tenant', async () => {
    const inbox = await create({ optOutWords: ['Chau promos'], optInWords: ['QUIERO PROMOS'] });
    const other = await create();
    await inbox.written('tell me about chau promos please');
    expect(await consentOf(inbox)).toEqual({ marketing: 'unknown' });
    await inbox.written('¡CHÁU,  Promos!! 🙏');
    expect(await consentOf(inbox)).toMatchObject({ marketing: 'denied', source: 'whatsapp_message' });
    expect(await proofs(inbox)).toMatchObject([{ marketing: 'denied', wording: '¡CHÁU,  Promos!! 🙏' }]);
    // Who never refused says it by a word of the tenant's, too.
    await inbox.written('quiero promos', { phone: '2' });
    expect(await consentOf(inbox, '2')).toMatchObject({ marketing: 'granted' });
    await inbox.written('Quiero promos.');
    expect(await consentOf(inbox)).toMatchObject({ marketing: 'granted' });
    expect(await inbox.world.requests()).toMatchObject([{ question: 'tell me about chau promos please' }]);
    await other.written('chau promos');
    expect(await consentOf(other)).toEqual({ marketing: 'unknown' });
    // A change counts at once where it was made.
    expect((await inbox.as('admin')('PUT', '/consent-settings', NOTHING)).status).toBe(200);
    await inbox.written('chau promos');
    expect(await consentOf(inbox)).toMatchObject({ marketing: 'granted' });
  });

  it.each([
    [{ optOutWords: ['Hola'] }, 'optOutWords.0'],
    [{ optOutWords: ['fuera', 'sí'] }, 'optOutWords.1'],
    [{ optInWords: ['STOP'] }, 'optInWords.0'],
    [{ optOutWords: ['start'] }, 'optOutWords.0'],
    [{ optOutWords: ['Fuera'], optInWords: ['FUÉRA!'] }, 'optInWords.0'],
    [{ optOutWords: ['🙏🙏'] }, 'optOutWords.0'],
    [{ optOutWords: Array.from({ length: 21 }, (_, index) => `fuera ${index}`) }, 'optOutWords'],
  ])('are refused by field where others mean something else by them: %j', async (wanted, field) => {
    const inbox = await create();
    const { status, body } = await inbox.as('admin')('PUT', '/consent-settings', { ...NOTHING, ...wanted });
    expect({ status, fields: body.errors.map((error: any) => error.field) }).toEqual({ status: 400, fields: [field] });
    expect((await inbox.as('admin')('GET', '/consent-settings')).body).toEqual(NOTHING);
  });

  it('are an admin’s to change, under their version', async () => {
    const inbox = await create({ optOutWords: ['fuera'] });
    const read = await inbox.as('admin')('GET', '/consent-settings');
    expect(read.body).toEqual({ ...NOTHING, optOutWords: ['fuera'] });
    const tag = { 'If-Match': read.headers.get('etag')! };
    expect((await inbox.as('agent')('PUT', '/consent-settings', NOTHING)).status).toBe(403);
    expect((await inbox.as('admin')('PUT', '/consent-settings', NOTHING, tag)).status).toBe(200);
    expect((await inbox.as('admin')('PUT', '/consent-settings', NOTHING, tag)).status).toBe(412);
  });
});

describe('an opt-in that has to be confirmed', () => {
  it('by a word waits for the button: the question is asked once, only the button grants, both are proof', async () => {
    const inbox = await create({ doubleOptIn: true });
    await inbox.written('STOP');
    await inbox.written('START');
    const waiting = await consentOf(inbox);
    expect(waiting).toMatchObject({ marketing: 'denied', pendingSince: expect.any(String) });
    expect(await questions(inbox)).toHaveLength(1);
    await inbox.written('start');
    expect(await questions(inbox)).toHaveLength(1);
    expect(await consentOf(inbox)).toMatchObject({ marketing: 'denied' });
    await press(inbox, 'marketing:confirm', 'Yes, send them');
    const after = await consentOf(inbox);
    expect(after).toMatchObject({ marketing: 'granted', source: 'whatsapp_button' });
    expect(after).not.toHaveProperty('pendingSince');
    expect(await proofs(inbox)).toMatchObject([
      { marketing: 'granted', source: 'whatsapp_button', wording: 'Yes, send them', messageId: expect.any(String) },
      { marketing: 'pending', source: 'whatsapp_message', wording: 'START', messageId: expect.any(String) },
      { marketing: 'denied' },
    ]);
    expect(await inbox.world.sent(replyRequested)).toEqual([]);
    const changes = (await inbox.world.sent(contactChanged)).map(({ fields, contact }) => [fields, contact.marketingConsent]);
    expect(changes).toEqual([
      [['consent'], 'denied'],
      [['consent'], 'denied'],
      [['consent'], 'granted'],
    ]);
  });

  it('is over when they say no, or STOP; an old button then asks anew', async () => {
    const inbox = await create({ doubleOptIn: true, optInWords: ['promos'] });
    await inbox.written('promos');
    await press(inbox, 'marketing:decline', 'No, thanks');
    expect(await consentOf(inbox)).toMatchObject({ marketing: 'denied', source: 'whatsapp_button' });
    await inbox.written('promos');
    await inbox.written('stop');
    const stopped = await consentOf(inbox);
    expect(stopped).toMatchObject({ marketing: 'denied' });
    expect(stopped).not.toHaveProperty('pendingSince');
    await press(inbox, 'marketing:confirm');
    expect(await consentOf(inbox)).toMatchObject({ marketing: 'denied', pendingSince: expect.any(String) });
    expect(await questions(inbox)).toHaveLength(3);
  });

  it('by a program is asked in the open window, or as soon as they write, beside the answer to what they wrote', async () => {
    const inbox = await create({ doubleOptIn: true });
    await inbox.written('Hello');
    const { id } = await contactOf(inbox);
    const given = { marketing: 'granted', source: 'checkout form', wording: 'Send me offers' };
    const put = () => inbox.as('agent')('PUT', `/contacts/${id}/consent`, given);
    expect(await put()).toMatchObject({ status: 200, body: { consent: { marketing: 'unknown', pendingSince: expect.any(String) } } });
    expect(await questions(inbox)).toHaveLength(1);
    expect(await proofs(inbox)).toMatchObject([{ marketing: 'pending', source: 'checkout form', wording: 'Send me offers' }]);
    await press(inbox, 'marketing:confirm');
    expect(await consentOf(inbox)).toMatchObject({ marketing: 'granted' });

    // Nobody has written: there is no window.
    const phone = '16505551234';
    const added = await inbox.as('agent')('POST', '/contacts', { phone: `+${phone}`, consent: { marketing: 'granted', source: 'shop' } });
    expect(added).toMatchObject({ status: 201, body: { consent: { marketing: 'unknown', pendingSince: expect.any(String) } } });
    expect(await questions(inbox)).toHaveLength(1);
    await inbox.written('Do you deliver?', { phone });
    expect(await questions(inbox)).toHaveLength(2);
    expect(await inbox.world.requests(2)).toMatchObject([{ question: 'Hello' }, { question: 'Do you deliver?' }]);
    await inbox.written('And on Sundays?', { phone });
    expect(await questions(inbox)).toHaveLength(2);
    // People write it down by the contact's form.
    await inbox.written('Hi', { phone: '3' });
    const third = await contactOf(inbox, '3');
    const changed = await inbox.as('agent')('PUT', `/contacts/${third.id}`, { consent: { marketing: 'granted', source: 'phone' } });
    expect(changed.body.consent).toMatchObject({ marketing: 'unknown', pendingSince: expect.any(String) });
    expect(await questions(inbox)).toHaveLength(3);
  });
});

describe('an opt-in of one of two contacts who turn out to be one', () => {
  it('goes on waiting for its confirmation', async () => {
    const inbox = await create({ doubleOptIn: true });
    const add = (body: object) => inbox.as('agent')('POST', '/contacts', body);
    const goes = (await add({ userId: `PE.${v7().replaceAll('-', '')}`, consent: { marketing: 'granted', source: 'shop' } })).body;
    const stays = (await add({ phone: '+16505551234' })).body;
    const merged = await inbox.as('agent')('POST', `/contacts/${stays.id}/merge`, { contactId: goes.id });
    expect(merged.status).toBe(200);
    expect(await consentOf(inbox, '16505551234')).toMatchObject({ marketing: 'unknown', pendingSince: expect.any(String) });
    await inbox.written('Hello', { phone: '16505551234' });
    expect(await questions(inbox)).toHaveLength(1);
  });
});

describe('consent from elsewhere', () => {
  it('counts from its time on, with its proof; something older is refused, and others hear of it', async () => {
    const inbox = await create();
    await inbox.written('Hello');
    const { id } = await contactOf(inbox);
    const at = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
    const put = (body: object, as: 'agent' | 'viewer' = 'agent') => inbox.as(as)('PUT', `/contacts/${id}/consent`, body);
    const form = { marketing: 'granted', source: 'web form', wording: 'Yes, offers please', at: at(-60) };
    expect(await put(form)).toMatchObject({ status: 200, body: { consent: { marketing: 'granted', source: 'web form', at: form.at } } });
    expect(await put({ marketing: 'denied', source: 'letter', at: at(-120) })).toMatchObject({
      status: 409,
      body: { code: 'consent_is_older' },
    });
    expect(await put({ marketing: 'denied', source: 'letter', at: at(30) })).toMatchObject({ status: 400 });
    expect(await put({ marketing: 'granted' })).toMatchObject({ status: 400 });
    expect((await put(form, 'viewer')).status).toBe(403);
    expect(await proofs(inbox)).toMatchObject([
      { marketing: 'granted', source: 'web form', wording: 'Yes, offers please', by: expect.any(String) },
    ]);
    await inbox.written('STOP');
    expect(await put({ ...form, at: at(-1) })).toMatchObject({ status: 409 });
    expect((await inbox.world.sent(contactChanged)).map(({ contact }) => contact.marketingConsent)).toEqual(['granted', 'denied']);
    const other = await create();
    expect((await other.as('agent')('PUT', `/contacts/${id}/consent`, form)).status).toBe(404);
  });
});

describe('a message that is edited into one about promotions', () => {
  const edit = async (inbox: InboxWorld, original: string, text: string): Promise<void> => {
    const before = await inbox.world.handled();
    await inbox.world.write({ phone: '1' }, text, {
      type: 'edit',
      raw: { type: 'edit', edit: { original_message_id: original, message: { type: 'text', text: { body: text } } } },
    });
    await inbox.world.untilHandled(before + 1);
  };

  it('is heeded, once, and asks the bot nothing', async () => {
    const inbox = await create();
    await inbox.written('Stop by on Monday?');
    const [message] = await infra.rows<{ wamid: string; id: string }>(
      'select id, wamid from conversation.messages where tenant_id = $1 and seq = 1',
      [inbox.world.tenantId],
    );
    const asked = (await inbox.world.sent(replyRequested)).length;
    await edit(inbox, message!.wamid, 'STOP');
    expect(await consentOf(inbox)).toMatchObject({ marketing: 'denied', source: 'whatsapp_message' });
    expect(await proofs(inbox)).toMatchObject([{ wording: 'STOP', messageId: message!.id }]);
    expect(await said(inbox)).toEqual([expect.stringContaining('no more promotions')]);
    expect(await inbox.world.sent(replyRequested)).toHaveLength(asked);
    await edit(inbox, message!.wamid, 'STOP!');
    expect(await said(inbox)).toHaveLength(1);
  });

  it.each([
    ['Stop by on Monday?', 'STOP', 'denied'],
    ['STOP', 'Stop by on Monday?', 'unknown'],
  ])('counts as it is in the end where the edit comes first: %s, then %s', async (first, last, consent) => {
    const inbox = await create();
    const wamid = `wamid.${v7()}`;
    await edit(inbox, wamid, last);
    const before = await inbox.world.handled();
    await inbox.world.write({ phone: '1' }, first, { wamid });
    await inbox.world.untilHandled(before + 1);
    expect(await consentOf(inbox)).toMatchObject({ marketing: consent });
    expect(await said(inbox)).toHaveLength(consent === 'denied' ? 1 : 0);
    if (consent === 'unknown') await eventually(async () => expect(await inbox.world.requests()).toMatchObject([{ question: last }]));
    else expect(await inbox.world.sent(replyRequested)).toEqual([]);
  });
});

describe('a refusal', () => {
  const rows = (inbox: InboxWorld) =>
    infra.rows<{ hash: string }>('select hash from conversation.erased_refusals where tenant_id = $1', [inbox.world.tenantId]);
  const PHONE = '5511987654321';

  async function erased(inbox: InboxWorld, words: string): Promise<void> {
    await inbox.written(words, { phone: PHONE });
    const { id } = await contactOf(inbox, PHONE);
    expect((await inbox.as('admin')('POST', `/contacts/${id}/erasure`)).status).toBe(202);
    expect(await contactOf(inbox, PHONE)).toBeUndefined();
  }

  it('outlives an erasure as hashes that nobody can read: whoever is imported or written to again gets no promotions', async () => {
    const inbox = await create();
    await erased(inbox, 'STOP');
    const kept = await infra.rows('select row_to_json(r)::text as text from conversation.erased_refusals r where tenant_id = $1', [
      inbox.world.tenantId,
    ]);
    expect(kept.length).toBeGreaterThan(0);
    // No form of the number stands there, nor a hash that a list of numbers would give.
    for (const { text } of kept as { text: string }[]) expect(text).not.toContain('987654321');
    const imported = { phone: '+55 11 98765-4321', consent: { marketing: 'granted', source: 'list of a fair' } };
    const added = await inbox.as('agent')('POST', '/contacts', imported);
    expect(added).toMatchObject({ status: 201, body: { consent: { marketing: 'denied', source: 'refused_before_erasure' } } });
    expect(await proofs(inbox, PHONE)).toMatchObject([{ marketing: 'denied', source: 'refused_before_erasure' }]);
    // Another tenant was told nothing.
    const other = await create();
    expect((await other.as('agent')('POST', '/contacts', imported)).body.consent).toMatchObject({ marketing: 'granted' });
  });

  it('is known again when they write, and START lifts it for good', async () => {
    const inbox = await create();
    await erased(inbox, 'STOP');
    // In the other spelling of the account.
    await inbox.written('Hello again', { phone: '551187654321' });
    expect(await consentOf(inbox, '551187654321')).toMatchObject({ marketing: 'denied', source: 'refused_before_erasure' });
    await inbox.written('START', { phone: '551187654321' });
    expect(await consentOf(inbox, '551187654321')).toMatchObject({ marketing: 'granted' });
    expect(await rows(inbox)).toEqual([]);
  });

  it('is lifted whole: START under one of their names counts for the others, too, and for nobody else', async () => {
    const inbox = await create();
    const userId = 'BR.4410099000123';
    const writes = async (from: { phone?: string; userId?: string }, text: string): Promise<void> => {
      const before = await inbox.world.handled();
      await inbox.world.write(from, text);
      await inbox.world.untilHandled(before + 1);
    };
    for (const round of ['first', 'second']) {
      await writes({ phone: PHONE, userId }, 'STOP');
      const { id } = await contactOf(inbox, PHONE);
      expect((await inbox.as('admin')('POST', `/contacts/${id}/erasure`)).status).toBe(202);
      expect({ round, kept: (await rows(inbox)).length }).toEqual({ round, kept: 3 });
    }
    await inbox.written('STOP', { phone: '447700900777' });
    const { id: another } = await contactOf(inbox, '447700900777');
    expect((await inbox.as('admin')('POST', `/contacts/${another}/erasure`)).status).toBe(202);
    // WhatsApp shows the user id alone.
    await writes({ userId }, 'START');
    const granted = { marketing: 'granted', source: 'list of a fair' };
    const added = await inbox.as('agent')('POST', '/contacts', { phone: `+${PHONE}`, consent: granted });
    expect(added).toMatchObject({ status: 201, body: { consent: granted } });
    const other = await inbox.as('agent')('POST', '/contacts', { phone: '+447700900777', consent: granted });
    expect(other).toMatchObject({ status: 201, body: { consent: { marketing: 'denied', source: 'refused_before_erasure' } } });
  });

  it('is known again where a program writes first, and is not kept of who never refused', async () => {
    const inbox = await create();
    await erased(inbox, 'STOP');
    const before = await inbox.world.handled();
    await infra.publish(messageSubmitted, inbox.world.tenantId, {
      messageId: v7(),
      outletId: inbox.world.outletId,
      to: { phone: PHONE },
      type: 'text',
      text: 'Your parcel is here.',
      content: { type: 'text', text: { body: 'Your parcel is here.' } },
      at: new Date().toISOString(),
    } as never);
    await inbox.world.untilHandled(before + 1);
    expect(await consentOf(inbox, PHONE)).toMatchObject({ marketing: 'denied', source: 'refused_before_erasure' });
    const fresh = await create();
    await erased(fresh, 'Hello');
    expect(await rows(fresh)).toEqual([]);
  });
});
