import {
  analyticsCompanyDeleted,
  answersCompanyDeleted,
  billingCompanyDeleted,
  commerceCompanyDeleted,
  companyDeletionDue,
  conversationCompanyDeleted,
  engagementCompanyDeleted,
  deliveriesCompanyDeleted,
  knowledgeCompanyDeleted,
  sendingsCompanyDeleted,
  webhooksCompanyDeleted,
} from '#contracts';
import { ObjectStore } from '#object-store';
import { asApiKey, asMember, asSuperadmin, eventually } from '#testing';
import { RunDeletionsHandler } from '../src/handlers/company/run-deletions.handler.js';
import { PASSWORD, World, type Json } from './tenant-world.js';

const DAY_MS = 24 * 60 * 60_000;
const ANSWERS = [
  deliveriesCompanyDeleted,
  analyticsCompanyDeleted,
  answersCompanyDeleted,
  billingCompanyDeleted,
  commerceCompanyDeleted,
  conversationCompanyDeleted,
  engagementCompanyDeleted,
  knowledgeCompanyDeleted,
  sendingsCompanyDeleted,
  webhooksCompanyDeleted,
];
const FILE = '0198c0de-0000-7000-8000-0000000000f7';

let world: World;
let beta: string;
let companies = 0;

beforeAll(async () => {
  world = await World.start();
  beta = await world.tenant('beta-store');
}, 60_000);
afterAll(async () => world?.stop(), 30_000);

interface Company {
  id: string;
  name: string;
  owners: { id: string; email: string }[];
  as: (role?: string, user?: string) => Record<string, string>;
}

/** A company with two owners, an outlet and an API key. */
async function company(): Promise<Company> {
  const name = `rio-${++companies}`;
  const id = await world.tenant(name);
  const owners: Company['owners'] = [];
  for (const who of ['ana', 'bo']) {
    const email = `${who}@${name}.example`;
    owners.push({ email, id: await world.member(id, email, 'owner') });
  }
  const as = (role = 'owner', user = owners[0]!.id) => asMember(world.infra, id, role as 'owner', user);
  const phoneNumberId = String(10_777_000_000 + companies);
  const outlet = {
    name: 'Store',
    phoneNumberId,
    wabaId: `9022${companies}`,
    displayPhoneNumber: '+1 555 0100',
    accessToken: 'EAAsecret0123',
  };
  expect((await world.call('POST', '/outlets', as(), outlet)).status).toBe(201);
  expect((await world.call('POST', `/tenants/${id}/api-keys`, as(), { name: 'Shop', scopes: ['*'] })).status).toBe(201);
  return { id, name, owners, as };
}

const schedule = (of: Company, body: Json = { name: of.name, password: PASSWORD }, as = of.as()) =>
  world.call('POST', `/tenants/${of.id}/deletion`, as, body);
const run = (days: number): Promise<void> =>
  world.running.app.get(RunDeletionsHandler).execute(() => false, new Date(Date.now() + days * DAY_MS));
const row = async (of: Company): Promise<Json> =>
  (await world.infra.rows<Json>('select * from tenant.company_deletions where tenant_id = $1 order by id desc', [of.id]))[0]!;
const subjectsTo = (email: string): string[] =>
  world
    .mails()
    .filter(({ to }) => to.includes(email))
    .map(({ subject }) => subject);

/** All other services say that they hold nothing any more. */
async function everybodyAnswers(of: Company, round: number): Promise<void> {
  const { id: deletionId } = await row(of);
  for (const answer of ANSWERS) await world.infra.publish(answer, of.id, { deletionId, round });
}

describe('asking for the deletion of a company', () => {
  it('wants an owner, the name and the password', async () => {
    const rio = await company();
    expect((await schedule(rio, undefined, rio.as('admin'))).status).toBe(403);
    expect((await schedule(rio, undefined, asApiKey(world.infra, rio.id, ['*']))).status).toBe(403);
    expect((await schedule(rio, undefined, asMember(world.infra, beta, 'owner'))).status).toBe(404);
    expect(await schedule(rio, { name: 'rio', password: PASSWORD })).toMatchObject({ status: 400, body: { errors: [{ field: 'name' }] } });
    expect(await schedule(rio, { name: rio.name })).toMatchObject({ status: 400, body: { errors: [{ field: 'password' }] } });
    expect(await schedule(rio, { name: rio.name, password: 'guess' })).toMatchObject({ status: 403, body: { code: 'wrong_password' } });
    expect((await world.call('GET', `/tenants/${rio.id}/deletion`, rio.as('viewer'))).body).toMatchObject({ state: 'none', graceDays: 30 });
  });

  it('leaves everything as it is for thirty days, tells all owners, and can be stopped by each', async () => {
    const rio = await company();
    const asked = await schedule(rio, { name: ` ${rio.name.toUpperCase()} `, password: PASSWORD });
    expect(asked).toMatchObject({ status: 202, body: { state: 'scheduled' } });
    expect(Date.parse(asked.body.dueAt) - Date.parse(asked.body.requestedAt)).toBe(30 * DAY_MS);
    expect((await schedule(rio)).body.code).toBe('deletion_scheduled');
    for (const { email } of rio.owners)
      await eventually(() => expect(subjectsTo(email)).toEqual([expect.stringContaining('will be deleted on')]));

    await run(22.9);
    await run(23.1);
    await run(23.2);
    for (const { email } of rio.owners)
      await eventually(() => expect(subjectsTo(email).filter((text) => text.includes('in a few days'))).toHaveLength(1));
    await run(29.9);
    expect((await world.call('GET', '/outlets', rio.as())).body.items).toHaveLength(1);
    expect((await world.login(rio.owners[1]!.email)).status).toBe(200);

    const other = rio.as('owner', rio.owners[1]!.id);
    expect((await world.call('DELETE', `/tenants/${rio.id}/deletion`, rio.as('admin'))).status).toBe(403);
    expect((await world.call('DELETE', `/tenants/${rio.id}/deletion`, other)).status).toBe(204);
    expect((await world.call('DELETE', `/tenants/${rio.id}/deletion`, other)).status).toBe(404);
    await run(40);
    expect((await world.call('GET', `/tenants/${rio.id}`, rio.as())).body).toMatchObject({ name: rio.name });
    expect((await world.call('GET', '/outlets', rio.as())).body.items).toMatchObject([{ status: 'active' }]);
    const deeds = await world.infra.rows<{ action: string }>(
      `select action from tenant.audit_log where tenant_id = $1 and action like 'tenant.dele%' order by id`,
      [rio.id],
    );
    expect(deeds.map(({ action }) => action)).toEqual(['tenant.deletion_scheduled', 'tenant.deletion_cancelled']);
  });
});

describe('the end of a company', () => {
  it('shuts everybody out, has WhatsApp deliver nothing more, and deletes when all others have', async () => {
    const [rio, next] = [await company(), await company()];
    const store = world.running.app.get(ObjectStore);
    for (const tenantId of [rio.id, next.id]) {
      await store.put(
        { tenantId, id: FILE },
        (async function* () {
          yield Buffer.from('picture');
        })(),
        { maxBytes: 100 },
      );
    }
    // Somebody who is in both keeps their account.
    const both = rio.owners[1]!;
    await world.infra.rows(`insert into tenant.memberships (tenant_id, user_id, role, accepted) values ($1, $2, 'agent', true)`, [
      next.id,
      both.id,
    ]);
    await schedule(rio);
    world.graph.asked.length = 0;
    await run(30.1);
    expect(await row(rio)).toMatchObject({ state: 'deleting', round: 1, subscriptions: null });
    expect(world.graph.asked).toEqual([
      { method: 'DELETE', path: expect.stringMatching(/^\/v[\d.]+\/9022\d+\/subscribed_apps$/), token: 'EAAsecret0123' },
    ]);
    expect((await world.infra.outboxEvents(companyDeletionDue, rio.id)).map(({ data }) => data)).toEqual([
      { deletionId: (await row(rio)).id, round: 1 },
    ]);
    expect(await world.infra.rows(`select from tenant.outlets where tenant_id = $1 and access_token_sealed <> ''`, [rio.id])).toEqual([]);
    const signedIn = await world.login(rio.owners[0]!.email);
    expect(signedIn.text).not.toContain(rio.id);
    // Not before all have answered.
    const { id: deletionId } = await row(rio);
    for (const answer of ANSWERS.slice(1)) await world.infra.publish(answer, rio.id, { deletionId, round: 1 });
    await world.infra.settled('tenant');
    await run(30.2);
    expect(await world.infra.rows('select from tenant.outlets where tenant_id = $1', [rio.id])).toHaveLength(1);

    await world.infra.publish(ANSWERS[0]!, rio.id, { deletionId, round: 1 });
    await eventually(async () => expect(await row(rio)).toMatchObject({ round: 2 }));
    for (const table of ['outlets', 'api_keys', 'invitations', 'memberships', 'branding']) {
      expect({ table, rows: await world.infra.rows(`select from tenant.${table} where tenant_id = $1`, [rio.id]) }).toEqual({
        table,
        rows: [],
      });
    }
    expect(await world.infra.rows('select name, slug, settings, contact_email from tenant.tenants where id = $1', [rio.id])).toEqual([
      { name: 'deleted', slug: `deleted-${rio.id}`, settings: {}, contact_email: null },
    ]);
    expect((await world.login(rio.owners[0]!.email)).status).toBe(401);
    expect((await world.login(both.email)).status).toBe(200);
    expect(await store.get({ tenantId: rio.id, id: FILE })).toBeUndefined();

    expect((await world.call('GET', `/tenants/${next.id}/users`, next.as())).body.items).toHaveLength(3);
    expect((await world.call('GET', '/outlets', next.as())).body.items).toMatchObject([{ status: 'active' }]);
    const kept = await store.get({ tenantId: next.id, id: FILE });
    expect(kept?.sizeBytes).toBe(7);
    kept?.body.destroy();

    // What was on its way goes in a second round, when no stream has anything of before.
    await run(33);
    expect((await world.infra.outboxEvents(companyDeletionDue, rio.id)).map(({ data }) => data.round)).toEqual([]);
    await run(33.3);
    expect((await world.infra.outboxEvents(companyDeletionDue, rio.id)).map(({ data }) => data.round)).toEqual([2]);
    await everybodyAnswers(rio, 2);
    await eventually(async () => expect(await row(rio)).toMatchObject({ state: 'done', next_at: null }));
    const deeds = await world.infra.rows<{ action: string }>(
      `select action from tenant.audit_log where tenant_id = $1 and action like 'tenant.d%' order by id`,
      [rio.id],
    );
    expect(deeds.map(({ action }) => action)).toEqual(['tenant.deletion_scheduled', 'tenant.deleted', 'tenant.data_deleted']);
  }, 60_000);

  it('asks WhatsApp again while it does not answer, for a day, and then lets the tokens go', async () => {
    const rio = await company();
    await schedule(rio);
    world.graph.mode = 'drops';
    await run(30.1);
    expect(await row(rio)).toMatchObject({ state: 'deleting', subscription_attempts: 1, subscriptions: [{ wabaId: expect.any(String) }] });
    await everybodyAnswers(rio, 1);
    await world.infra.settled('tenant');
    expect(await row(rio)).toMatchObject({ round: 1 });
    for (let half = 1; half < 50 && (await row(rio)).subscriptions; half++) await run(30.1 + half * 0.03);
    expect(await row(rio)).toMatchObject({ subscriptions: null, subscription_attempts: 48 });
    await eventually(async () => expect(await row(rio)).toMatchObject({ round: 2 }));
    world.graph.mode = 'everything';
  }, 60_000);

  it('comes at once when a superadmin deletes it, whatever was scheduled', async () => {
    const rio = await company();
    await schedule(rio);
    expect((await world.call('DELETE', `/tenants/${rio.id}`, rio.as())).status).toBe(403);
    expect((await world.call('DELETE', `/tenants/${rio.id}`, asSuperadmin(world.infra))).status).toBe(204);
    expect((await world.call('GET', `/tenants/${rio.id}`, asSuperadmin(world.infra, rio.id))).status).toBe(404);
    await eventually(async () =>
      expect(await row(rio)).toMatchObject({ state: 'deleting', subscriptions: null, asked_at: expect.any(String) }),
    );
    await everybodyAnswers(rio, 1);
    await eventually(async () => expect((await world.login(rio.owners[0]!.email)).status).toBe(401));
    for (const { email } of rio.owners) await eventually(() => expect(subjectsTo(email).at(-1)).toBe(`${rio.name} is deleted`));
  });
});
