import { asMember, startService } from '#testing';
import { KeyRing, type RunningService } from '#service-kit';
import { service as simulator } from '../../whatsapp-simulator/src/service.js';
import { World, type Answer } from './tenant-world.js';

const NUMBER = {
  phoneNumberId: '106540352242922',
  wabaId: '102290129340398',
  displayPhoneNumber: '+1 555-010-1001',
  verifiedName: 'Acme Corp',
  accessToken: 'EAAright0123456789',
};

let world: World;
let graph: RunningService;
let tenant: string;
let outletId: string;

beforeAll(async () => {
  const secret = 'simulator-internal-secret-0123456789';
  const env = {
    IDENTITY_KEY: secret,
    WHATSAPP_APP_SECRET: 's',
    WHATSAPP_VERIFY_TOKEN: 'v',
    SIMULATOR_NUMBERS: JSON.stringify([NUMBER]),
  };
  graph = await startService({ env: () => ({ ...env, LOG_LEVEL: 'fatal' }) } as never, simulator);
  world = await World.start({ WHATSAPP_GRAPH_URL: graph.url, GRAPH_TIMEOUT_MS: '1000' });
  tenant = await world.tenant('acme-corp');
  const { verifiedName: _, ...outlet } = NUMBER;
  outletId = (await world.call('POST', '/outlets', admin(), { ...outlet, name: 'Store' })).body.id as string;
}, 60_000);

afterAll(async () => {
  await world?.stop();
  await graph?.close();
}, 30_000);

const admin = () => asMember(world.infra, tenant, 'admin');
const validate = (): Promise<Answer> => world.call('POST', `/outlets/${outletId}/validate`, admin());
/** Beside the API, which takes no token that WhatsApp refuses: as when WhatsApp ends a token. */
const setToken = (accessToken: string) =>
  world.infra.rows('update tenant.outlets set access_token_sealed = $2 where id = $1', [
    outletId,
    new KeyRing(world.infra.env().ENCRYPTION_KEYS!).seal(accessToken, outletId),
  ]);
const stored = async () => (await world.call('GET', `/outlets/${outletId}`, admin())).body;
const fault = async (body: object): Promise<void> => {
  const { ok } = await fetch(`${graph.url}/simulator/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(ok).toBe(true);
};

describe('validating a number', () => {
  it('keeps what WhatsApp says of it and subscribes to its webhooks', async () => {
    // Done at once when it was connected; taken back here, to see it done by hand.
    expect(await stored()).toMatchObject({ health: 'ok', webhooksSubscribed: true });
    await world.infra.rows(`update tenant.outlets set health = 'unknown', webhooks_subscribed = null where id = $1`, [outletId]);
    const { status, body } = await validate();
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        verifiedName: 'Acme Corp',
        quality: 'GREEN',
        throughput: 'STANDARD',
        health: 'ok',
        webhooksSubscribed: true,
        checkProblem: null,
      },
    });
    expect(body.checkedAt).not.toBeNull();
    expect(await stored()).toEqual(body);
    const subscribed = await fetch(`${graph.url}/v26.0/${NUMBER.wabaId}/subscribed_apps`, {
      headers: { authorization: `Bearer ${NUMBER.accessToken}` },
    });
    expect(((await subscribed.json()) as { data: unknown[] }).data).toHaveLength(1);
    const row = (await world.audit('outlet.validated')).at(-1);
    expect(row).toMatchObject({ target_id: outletId, before: { health: 'unknown' }, after: { health: 'ok' } });
  });

  it('a token that WhatsApp refuses is a problem of its own, kept, and gone with the right one', async () => {
    await setToken('EAAwrong0123456789');
    const refused = await validate();
    expect(refused).toMatchObject({ status: 422, body: { code: 'whatsapp_token_invalid' } });
    expect(refused.text).not.toContain('EAAwrong');
    expect(refused.body.whatsapp).toEqual({ code: 190, message: expect.stringMatching(/^Invalid OAuth access token/) });
    expect(await stored()).toMatchObject({
      health: 'blocked',
      checkProblem: 'whatsapp_token_invalid',
      whatsappError: refused.body.whatsapp,
      verifiedName: 'Acme Corp',
    });
    await setToken(NUMBER.accessToken);
    expect((await validate()).body).toMatchObject({ health: 'ok', checkProblem: null });
  });

  it('an expired token is told from a wrong one', async () => {
    await fault({ tokenExpired: true });
    expect(await validate()).toMatchObject({ status: 422, body: { code: 'whatsapp_token_expired' } });
    await fault({ tokenExpired: false });
    expect((await validate()).body.health).toBe('ok');
  });

  it('another tenant’s number is not there, and a viewer may not ask', async () => {
    const other = await world.tenant('beta-store');
    expect((await world.call('POST', `/outlets/${outletId}/validate`, asMember(world.infra, other))).status).toBe(404);
    expect((await world.call('POST', `/outlets/${outletId}/validate`, asMember(world.infra, tenant, 'agent'))).status).toBe(403);
  });

  it('that WhatsApp does not answer says nothing about the number', async () => {
    await graph.close();
    const away = await validate();
    expect(away).toMatchObject({ status: 503, body: { code: 'whatsapp_unavailable' } });
    expect(away.headers.get('retry-after')).toBe('10');
    expect(await stored()).toMatchObject({ health: 'ok', checkProblem: 'whatsapp_unavailable' });
  });
});

describe('settings of a number', () => {
  const put = (settings: unknown) => world.call('PUT', `/outlets/${outletId}`, admin(), { settings });

  it('hold a debounce, a language and opening hours', async () => {
    const settings = {
      replyDebounceMs: 600_000,
      language: 'pt-BR',
      businessHours: {
        timezone: 'America/Bogota',
        weekly: {
          monday: [
            { from: '09:00', to: '12:00' },
            { from: '13:00', to: '24:00' },
          ],
          sunday: [],
        },
      },
    };
    expect((await put(settings)).body.settings).toEqual(settings);
    expect(await world.infra.rows('select settings from tenant.outlets_v1 where id = $1', [outletId])).toEqual([{ settings }]);
  });

  const hours = (from: string, to: string): object => ({ businessHours: { timezone: 'UTC', weekly: { monday: [{ from, to }] } } });
  it.each([
    [{ replyDebounceMs: 600_001 }, 'settings.replyDebounceMs'],
    [{ replyDebounceMs: -1 }, 'settings.replyDebounceMs'],
    [{ replyDebounceMs: '5' }, 'settings.replyDebounceMs'],
    [{ language: 'Spanish please' }, 'settings.language'],
    [{ businessHours: { timezone: 'Mars/Olympus', weekly: {} } }, 'settings.businessHours.timezone'],
    [hours('25:00', '26:00'), 'settings.businessHours.weekly.monday.0.from'],
    [hours('18:00', '09:00'), 'settings.businessHours.weekly.monday.0'],
    [{ debounce: 5 }, 'settings.debounce'],
    [null, 'settings'],
  ])('%j is refused beside its field', async (settings, field) => {
    const { status, body } = await put(settings);
    expect(status).toBe(400);
    expect(body.errors.map((error: { field: string }) => error.field)).toContain(field);
  });
});

describe('lists of numbers', () => {
  it('are filtered, and by tenant in the path for that tenant alone', async () => {
    const list = async (path: string) => (await world.call('GET', path, admin())).body.items as { id: string }[];
    expect(await list('/outlets?search=stor&status=active')).toMatchObject([{ id: outletId }]);
    expect(await list('/outlets?status=disabled')).toEqual([]);
    expect(await list(`/outlets/tenant/${tenant}`)).toMatchObject([{ id: outletId }]);
    expect((await world.call('GET', `/outlets/tenant/${tenant}`, asMember(world.infra, await world.tenant('third-store')))).status).toBe(
      404,
    );
  });
});
