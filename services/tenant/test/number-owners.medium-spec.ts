import { createHash } from 'node:crypto';
import { migrate } from '#database';
import { asSuperadmin, startInfrastructure, startService } from '#testing';
import { service } from '../src/service.js';
import { ClaimsWorld } from './claims-world.js';
import { GraphDouble, type GraphMode } from './graph-double.js';
import { SCHEMAS, type Json } from './tenant-world.js';

const claims = ClaimsWorld.forFile();

describe('a number that two tenants say is theirs', () => {
  it('stays where WhatsApp confirms it, also against one whom WhatsApp confirms too', async () => {
    const number = claims.owned();
    const { id } = (await claims.connect(claims.acme, number)).body;
    const second = { ...number, accessToken: 'EAAof-a-partner' };
    claims.world.graph.numbers.push(second);
    expect(await claims.connect(claims.thief, second)).toMatchObject({ status: 409, body: { code: 'phone_number_taken' } });
    expect(await claims.outlet(claims.acme, id)).toMatchObject({ status: 'active' });
  });

  it('does not move while WhatsApp says nothing about who has it', async () => {
    const number = claims.owned();
    await claims.connect(claims.acme, number);
    await claims.world.infra.rows(`update tenant.outlets set access_token_sealed = 'k9.torn' where phone_number_id = $1`, [
      number.phoneNumberId,
    ]);
    expect(await claims.connect(claims.thief, number)).toMatchObject({ status: 409, body: { code: 'phone_number_taken' } });
  });

  it('goes to the one whom WhatsApp confirms when it no longer confirms the other, who is told', async () => {
    const number = claims.owned();
    const { id } = (await claims.connect(claims.acme, number)).body;
    // Sold, with a new token; the old one is ended.
    claims.world.graph.numbers = claims.world.graph.numbers.filter((one) => one !== number);
    const sold = { ...number, accessToken: 'EAAof-the-buyer' };
    claims.world.graph.numbers.push(sold);
    const next = (await claims.connect(claims.thief, sold)).body;
    expect(next).toMatchObject({ status: 'quarantined', confirmation: 'confirmed' });
    expect(await claims.outlet(claims.acme, id)).toMatchObject({
      status: 'unconfirmed',
      confirmation: 'refused',
      confirmationProblem: 'whatsapp_token_invalid',
    });
    expect((await claims.world.audit('outlet.refused')).at(-1)).toMatchObject({
      tenant_id: claims.acme,
      target_id: id,
      actor_kind: 'system',
    });
    expect(await claims.routes(number.phoneNumberId)).toEqual([]);
    expect(await claims.statusForOthers(next.id)).toBe('quarantined');
    expect((await claims.validate(claims.acme, id)).status).toBe(422);
  });

  it('goes to the rightful one at once where a stranger named it before anybody asked WhatsApp', async () => {
    const number = claims.owned();
    const { id } = (await claims.connect(claims.thief, number)).body;
    // As it was stored before numbers had to be confirmed, with a token of the stranger's making.
    const [row] = await claims.world.infra.rows<{ sealed: string }>(
      `select access_token_sealed as sealed from tenant.outlets where id = $1`,
      [id],
    );
    expect(row!.sealed).toMatch(/\S/);
    await claims.world.infra.rows('update tenant.outlets set confirmed_at = null where id = $1', [id]);
    const rightful = { ...number, accessToken: 'EAAof-the-rightful' };
    claims.world.graph.numbers = claims.world.graph.numbers.filter((one) => one !== number);
    claims.world.graph.numbers.push(rightful);
    expect((await claims.connect(claims.acme, rightful)).body).toMatchObject({ status: 'active' });
    expect(await claims.routes(number.phoneNumberId)).toEqual([{ tenant_id: claims.acme }]);
  });

  it('goes to one of two who prove it at the same moment', async () => {
    const number = claims.owned();
    const answers = await Promise.all([claims.connect(claims.acme, number), claims.connect(claims.thief, number)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await claims.routes(number.phoneNumberId)).toHaveLength(1);
  });

  it('is its own tenant’s once', async () => {
    const number = claims.owned();
    await claims.connect(claims.acme, number);
    expect(await claims.connect(claims.acme, number)).toMatchObject({ status: 409, body: { code: 'phone_number_taken' } });
  });
});

describe('a number that was given up', () => {
  it.each([
    ['its outlet', async (tenant: string, id: string) => claims.world.call('DELETE', `/outlets/${id}`, claims.as(tenant))],
    ['its tenant', async (tenant: string) => claims.world.call('DELETE', `/tenants/${tenant}`, asSuperadmin(claims.world.infra))],
  ])('with %s leads to nobody for a day, and then to whoever has it now', async (_, giveUp) => {
    const number = claims.owned();
    const tenant = await claims.world.tenant(`leaving-${number.phoneNumberId}`);
    const { id } = (await claims.connect(tenant, number)).body;
    expect((await giveUp(tenant, id)).status).toBe(204);
    const next = (await claims.connect(claims.acme, number)).body;
    expect(next).toMatchObject({ status: 'quarantined', confirmation: 'confirmed' });
    const [row] = await claims.world.infra.rows<{ hours: number }>(
      `select extract(epoch from n.routes_from - o.routed_until)::float8 / 3600 as hours from tenant.outlets n, tenant.outlets o
       where n.id = $1 and o.id = $2`,
      [next.id, id],
    );
    expect(row!.hours).toBe(24);
    expect(await claims.routes(number.phoneNumberId)).toEqual([]);
    await claims.shift(next.id, 'routes_from', 24);
    expect(await claims.routes(number.phoneNumberId)).toEqual([{ tenant_id: claims.acme }]);
    expect(await claims.outlet(claims.acme, next.id)).toMatchObject({ status: 'active' });
  });

  it('comes back to its own tenant at once', async () => {
    const number = claims.owned();
    const { id } = (await claims.connect(claims.acme, number)).body;
    await claims.world.call('DELETE', `/outlets/${id}`, claims.as(claims.acme));
    expect((await claims.connect(claims.acme, number)).body).toMatchObject({ status: 'active' });
  });

  it('more than a day ago is anybody’s who proves it', async () => {
    const number = claims.owned();
    const { id } = (await claims.connect(claims.thief, number)).body;
    await claims.world.call('DELETE', `/outlets/${id}`, claims.as(claims.thief));
    await claims.shift(id, 'routed_until', 25);
    expect((await claims.connect(claims.acme, number)).body).toMatchObject({ status: 'active' });
  });

  it('by whoever never had it keeps nobody waiting', async () => {
    const number = claims.owned();
    claims.world.graph.mode = 'drops';
    const { id } = (await claims.connect(claims.thief, number)).body;
    await claims.world.call('DELETE', `/outlets/${id}`, claims.as(claims.thief));
    claims.world.graph.mode = 'numbers';
    expect((await claims.connect(claims.acme, number)).body).toMatchObject({ status: 'active' });
  });
});

describe('where no Graph answers', () => {
  it('the operator’s word holds for the numbers that it names, with their tokens', async () => {
    const number = claims.owned();
    const accessTokenSha256 = createHash('sha256').update(number.accessToken).digest('hex');
    const { phoneNumberId, wabaId } = number;
    claims.world.graph.mode = 'drops';
    const vouching = await startService(claims.world.infra, service, {
      WHATSAPP_GRAPH_URL: claims.world.graph.url,
      VOUCHED_NUMBERS: JSON.stringify([{ phoneNumberId, wabaId, accessTokenSha256 }]),
    });
    const at = async (tenant: string, body: object): Promise<Json> => {
      const response = await fetch(`${vouching.url}/api/v1/outlets`, {
        method: 'POST',
        headers: { ...claims.as(tenant), 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Demo', displayPhoneNumber: '+1 555 010 1001', ...body }),
      });
      return (await response.json()) as Json;
    };
    try {
      expect(await at(claims.thief, { ...number, accessToken: 'EAAmade-up-token' })).toMatchObject({ status: 'unconfirmed' });
      expect(await at(claims.acme, number)).toMatchObject({ status: 'active', confirmation: 'confirmed', confirmedAt: null });
    } finally {
      await vouching.close();
    }
    // WhatsApp is asked by whoever wants to know, and its word is kept.
    const [row] = await claims.world.infra.rows<{ id: string }>(
      `select id from tenant.outlets where tenant_id = $1 and phone_number_id = $2`,
      [claims.acme, phoneNumberId],
    );
    claims.world.graph.mode = 'numbers';
    expect((await claims.validate(claims.acme, row!.id)).body.confirmedAt).not.toBeNull();
  });

  it.each<GraphMode>(['records', 'not-found'])('a stand-in that %s gives number and account to the first who names them', async (mode) => {
    const graph = await GraphDouble.start(mode);
    const standing = await startService(claims.world.infra, service, { WHATSAPP_GRAPH_URL: graph.url, GRAPH_STAND_IN: 'on' });
    const at = async (tenant: string, body: object): Promise<{ status: number; body: Json }> => {
      const response = await fetch(`${standing.url}/api/v1/outlets`, {
        method: 'POST',
        headers: { ...claims.as(tenant), 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Trial', displayPhoneNumber: '+1 555 010 1001', ...body }),
      });
      return { status: response.status, body: (await response.json()) as Json };
    };
    try {
      const number = claims.owned();
      expect((await at(claims.acme, number)).body).toMatchObject({ status: 'active', confirmation: 'confirmed', confirmedAt: null });
      expect(await at(claims.thief, { ...number, accessToken: 'EAAmade-up-token' })).toMatchObject({
        status: 422,
        body: { code: 'whatsapp_account_not_found' },
      });
      expect(await at(claims.thief, { ...number, wabaId: '777777' })).toMatchObject({ status: 409, body: { code: 'phone_number_taken' } });
      expect(await at(claims.thief, { ...claims.owned(), wabaId: number.wabaId })).toMatchObject({
        status: 422,
        body: { code: 'whatsapp_account_not_found' },
      });
      // What it does say counts, and so does silence.
      graph.mode = 'numbers';
      expect((await at(claims.thief, claims.owned())).status).toBe(422);
      graph.mode = 'drops';
      expect((await at(claims.thief, claims.owned())).body).toMatchObject({ status: 'unconfirmed' });
    } finally {
      await standing.close();
      await graph.stop();
    }
  });
});

it('what was connected before numbers had to be confirmed stays connected, and says that nobody asked', async () => {
  const before = SCHEMAS.map((module) => ({
    ...module,
    migrations: module.migrations.filter(({ name }) => name < '0017-number-claims'),
  }));
  const infra = await startInfrastructure({ modules: before });
  try {
    const [tenant, other] = ['0198c0de-0000-7000-8000-00000000000a', '0198c0de-0000-7000-8000-00000000000b'];
    await infra.rows(`insert into tenant.tenants (id, slug, name) values ($1, 'a', 'A'), ($2, 'b', 'B')`, [tenant, other]);
    await infra.rows(
      `insert into tenant.outlets (tenant_id, id, name, phone_number_id, waba_id, display_phone_number, access_token_sealed, status, created_at)
       values ($1, uuidv7(), 'Live', '111111', '222222', '+1 555', 'sealed', 'active', now() - interval '30 days'),
         ($1, uuidv7(), 'Off', '111112', '222222', '+1 555', 'sealed', 'disabled', now() - interval '30 days'),
         ($1, uuidv7(), 'Gone', '111113', '222222', '+1 555', '', 'deleted', now() - interval '30 days')`,
      [tenant],
    );
    await migrate({ ownerUrl: infra.ownerUrl, roleSecret: infra.roleSecret, modules: SCHEMAS });
    const rows = await infra.rows(
      `select name, confirmation, confirmed_at, routes_from = created_at as always, routed_until is not null as freed from tenant.outlets order by name`,
    );
    expect(rows).toEqual([
      { name: 'Gone', confirmation: 'waiting', confirmed_at: null, always: null, freed: true },
      { name: 'Live', confirmation: 'confirmed', confirmed_at: null, always: true, freed: false },
      { name: 'Off', confirmation: 'confirmed', confirmed_at: null, always: true, freed: false },
    ]);
    expect(await infra.rows('select name, status from tenant.outlets_v1 order by name')).toEqual([
      { name: 'Live', status: 'active' },
      { name: 'Off', status: 'disabled' },
    ]);
    expect(await infra.rows('select phone_number_id from tenant.routes_v1 order by 1')).toEqual([
      { phone_number_id: '111111' },
      { phone_number_id: '111112' },
    ]);
  } finally {
    await infra.stop();
  }
}, 60_000);
