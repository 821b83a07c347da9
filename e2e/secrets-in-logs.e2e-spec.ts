import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { SERVICES, schemaOf } from '#contracts';
import { schemaPassword } from '#database';
import { identityKey } from '#service-kit';
import { loadSecrets } from '../deploy/embedded/src/secrets.js';
import { eventually, GraphStandIn, System, textBody } from './system.js';

/** Written by nobody but the test: where it is found, the search would have found a secret too. */
const MARKER = 'a-marker-that-is-no-secret';
/** The files that hold secrets because that is what they are for, and what databases keep. */
const MEANT_FOR_SECRETS = /^(demo\.json|secrets\.json|mail\/.*\.eml|postgres\/.*|nats\/.*|simulator\/.*)$/;

/** Which of the secrets stand in a text, as they are or in an encoding in which they usually travel. */
function leaks(text: string, secrets: ReadonlyMap<string, string>): string[] {
  return [...secrets].filter(([, secret]) => spellings(secret).some((spelling) => text.includes(spelling))).map(([name]) => name);
}

function spellings(secret: string): string[] {
  const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
  const all = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), base64, Buffer.from(secret).toString('base64url')];
  return [...new Set(all)].filter((spelling) => spelling.length >= 8);
}

describe('the logs', () => {
  let system: System;
  let graph: GraphStandIn;
  let model: Server;
  const secrets = new Map<string, string>();
  const refusals: string[] = [];

  beforeAll(async () => {
    graph = await new GraphStandIn().start();
    // A model that gives back, in its refusal, the key that it was asked with, as some do.
    model = createServer((request, response) => {
      request.resume();
      const message = `Incorrect API key provided: ${request.headers.authorization}`;
      request.on('end', () => response.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify({ error: { message } })));
    });
    await new Promise<void>((resolve) => model.listen(0, '127.0.0.1', resolve));
    const key = 'sk-test-a-model-key-of-nobody-0123456789';
    secrets.set('model key', key);
    system = await System.start({
      LOG_LEVEL: 'trace',
      LOGIN_RATE_PER_MINUTE: '1000',
      WHATSAPP_GRAPH_URL: graph.url,
      OPENAI_API_KEY: key,
      OPENAI_BASE_URL: `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`,
      OPENAI_TIMEOUT_MS: '2000',
      // The simulator plays no part: sends go to the stand-in above.
      SIMULATOR: 'off',
    });
    await live();
  }, 240_000);
  afterAll(async () => {
    await system?.destroy();
    await graph?.stop();
    model?.closeAllConnections();
    model?.close();
  }, 60_000);

  const call = async <T>(path: string, options: Parameters<System['api']>[1] = {}) => {
    const answer = await system.api<T>(path, options);
    if (answer.status >= 400) refusals.push(JSON.stringify(answer.body));
    return answer;
  };
  const keep = (name: string, secret: string | undefined): string => {
    if (!secret) throw new Error(`there is no ${name}`);
    secrets.set(name, secret);
    return secret;
  };
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const mailed = (to: string, page: 'reset' | 'invite' | 'confirm'): Promise<string> =>
    eventually(
      () => {
        const folder = join(system.dataDir, 'mail');
        const mails = readdirSync(folder)
          .sort()
          .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('=\r\n', '').replaceAll('=3D', '='));
        const link = new RegExp(`/${page}\\?token=([\\w-]+)`);
        const tokens = mails.filter((mail) => mail.includes(to)).flatMap((mail) => link.exec(mail)?.[1] ?? []);
        expect(tokens).not.toEqual([]);
        return tokens.at(-1)!;
      },
      { timeoutMs: 15_000 },
    );

  /** Everything that a platform sees of secrets in its life, and everything that can fail on the way. */
  async function live(): Promise<void> {
    installation();
    const owner = await people();
    await programs(owner.headers, owner.tenantId);
    await outlets(owner.headers);
    await messages();
  }

  function installation(): void {
    const own = loadSecrets(system.dataDir, {});
    for (const [name, value] of Object.entries(own)) {
      if (typeof value === 'string' && name !== 'superadminEmail') keep(name, value);
    }
    for (const entry of own.encryptionKeys.split(',')) keep(`key ${entry.split(':')[0]}`, entry.split(':')[1]);
    keep('key of DATA_DIR', (JSON.parse(readFileSync(join(system.dataDir, 'secrets.json'), 'utf8')) as { key: string }).key);
    for (const service of SERVICES) {
      keep(`database password of ${service}`, schemaPassword(own.databaseRoleSecret, schemaOf(service)));
      keep(`identity key of ${service}`, identityKey(own.internalSecret, service));
    }
    for (const { slug, apiKey, users, outlets: numbers } of system.demo.tenants) {
      keep(`API key of ${slug}`, apiKey);
      for (const { email, password } of users) keep(`password of ${email}`, password);
      for (const { phoneNumberId, accessToken } of numbers) keep(`access token of ${phoneNumberId}`, accessToken);
    }
  }

  async function people(): Promise<{ headers: Record<string, string>; tenantId: string }> {
    interface Session {
      accessToken: string;
      refreshToken: string;
      tenant: { id: string };
    }
    const session = (name: string, { accessToken, refreshToken }: Session): Session => {
      keep(`access token (${name})`, accessToken);
      keep(`signature of the access token (${name})`, accessToken.split('.')[2]);
      return { accessToken, refreshToken: keep(`refresh token (${name})`, refreshToken) } as Session;
    };
    const email = 'ana@logged.example';
    const password = keep('password at registration', 'the first password 1#%"');
    const registered = await call<Session>('/auth/register', { body: { tenantName: MARKER, name: 'Ana', email, password } });
    const first = session('registered', registered.body);
    const login = (secret: string) => call<Session>('/auth/login', { body: { email, password: secret } });
    session('signed in', (await login(password)).body);
    for (let attempt = 0; attempt < 7; attempt++) await login(keep(`wrong password ${attempt}`, `a wrong guess of mine ${attempt}`));
    await call('/auth/login', { body: { email, password: keep('password of a wrong type', 'no string of mine'), extra: 'x' } });
    await call('/auth/login', { body: { email, password: { deep: keep('nested password', 'a nested password') } } });
    await fetch(`${system.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"password":"${keep('password in broken JSON', 'broken json password')}`,
    }).then(async (response) => refusals.push(await response.text()));
    await call('/auth/register', {
      body: { tenantName: 'x', name: 'x', email, password: keep('password at a taken address', 'somebody else’s guess') },
    });
    const second = session('refreshed', (await call<Session>('/auth/refresh', { body: { refreshToken: first.refreshToken } })).body);
    await call('/auth/refresh', { body: { refreshToken: first.refreshToken } });
    await call('/auth/refresh', { body: { refreshToken: second.refreshToken } });
    await call('/auth/refresh', { body: { refreshToken: keep('made-up refresh token', 'rt_made-up-by-nobody-at-all') } });
    await call('/auth/me', { headers: bearer(keep('broken access token', `${second.accessToken}x`)) });
    await call('/conversations', { headers: { 'x-api-key': keep('made-up API key', 'ck_live_made-up-by-nobody') } });
    await call(`/nothing?token=${keep('token in an address', 'token-in-an-address-of-mine')}`);

    await call('/auth/password-reset', { body: { email } });
    const reset = keep('reset token', await mailed(email, 'reset'));
    await call('/auth/password-reset/confirm', { body: { token: reset, password: 'short' } });
    const fresh = keep('password after the reset', 'the second password 2');
    await call('/auth/password-reset/confirm', { body: { token: reset, password: fresh } });
    await call('/auth/password-reset/confirm', {
      body: { token: reset, password: keep('password of a used link', 'the third password 3') },
    });
    const again = session('after the reset', (await login(fresh)).body);
    const headers = bearer(again.accessToken);
    const tenantId = registered.body.tenant.id;
    const changed = {
      currentPassword: keep('wrong current password', 'not the current one'),
      newPassword: keep('refused new password', 'a new one that is refused'),
    };
    await call('/auth/me', { method: 'PUT', headers, body: changed });

    const confirmation = keep('confirmation token', await mailed(email, 'confirm'));
    await call('/auth/email-confirmation/confirm', { headers, body: { token: `${confirmation}x` } });
    await call('/auth/email-confirmation/confirm', { headers, body: { token: confirmation } });

    const guest = 'ben@logged.example';
    await call(`/tenants/${tenantId}/invitations`, { headers, body: { email: guest, role: 'agent' } });
    // An owner may have to confirm their own address first; then the demo's owner invites.
    const acme = system.tenant('acme-corp');
    await call(`/tenants/${acme.id}/invitations`, { as: acme, body: { email: guest, role: 'agent' } });
    const invitation = keep('invitation token', await mailed(guest, 'invite'));
    await call(`/auth/invitations/${invitation}`);
    await call('/auth/invitations/accept', { body: { token: invitation } });
    await call('/auth/invitations/accept', {
      body: { token: invitation, name: 'Ben', password: keep('password of a guest', 'the password of a guest') },
    });
    await call(`/auth/invitations/${invitation}`);
    await call('/users', {
      headers,
      body: {
        email: 'eva@logged.example',
        name: 'Eva',
        role: 'agent',
        password: keep('password of an added user', 'a password given by another'),
      },
    });
    // What comes after it needs a sign-in that goes on.
    const last = session('last', (await login(fresh)).body);
    await call('/auth/logout', { body: { refreshToken: again.refreshToken } });
    return { headers: bearer(last.accessToken), tenantId };
  }

  async function programs(headers: Record<string, string>, tenantId: string): Promise<void> {
    const path = `/tenants/${tenantId}/api-keys`;
    const made = await call<{ id: string; key: string }>(path, { headers, body: { name: MARKER, scopes: ['conversations:read'] } });
    const key = { 'x-api-key': keep('API key', made.body.key) };
    await call('/conversations', { headers: key });
    await call('/outlets', { headers: key });
    await call(`${path}/${made.body.id}`, { method: 'DELETE', headers });
    await eventually(async () => expect((await call('/conversations', { headers: key })).status).toBe(401), { timeoutMs: 5_000 });
  }

  async function outlets(headers: Record<string, string>): Promise<void> {
    const token = (name: string): string => keep(name, `EAAG${Buffer.from(`${name} of nobody`).toString('hex')}`);
    const number = { name: MARKER, phoneNumberId: '700000000001', wabaId: '700000000002', displayPhoneNumber: '+1 555-010-7001' };
    const connected = await call<{ id: string }>('/outlets', { headers, body: { ...number, accessToken: token('token at connecting') } });
    await call('/outlets', { headers, body: { ...number, accessToken: token('token of a taken number') } });
    await call('/outlets', { headers, body: { ...number, phoneNumberId: 'x', accessToken: token('token beside a wrong number') } });
    await call('/outlets', { headers, body: { ...number, accessToken: `${token('token with a space')} x` } });
    const path = `/outlets/${connected.body.id}`;
    // Meta's own words for it name the token's dates; a bad one would name the token.
    const refusal = (accessToken: string) => ({
      status: 401,
      body: {
        error: {
          message: `Error validating access token: ${accessToken} has expired`,
          type: 'OAuthException',
          code: 190,
          error_subcode: 463,
          fbtrace_id: 'A',
        },
      },
    });
    for (const answer of [
      refusal(secrets.get('token at connecting')!),
      { status: 500, body: { at: secrets.get('token at connecting') } },
      { status: 200, body: [] },
    ]) {
      graph.answer = () => answer;
      await call(`${path}/validate`, { method: 'POST', headers, body: {} });
    }
    graph.answer = () => ({ status: 200, body: { id: number.phoneNumberId, verified_name: 'X', quality_rating: 'GREEN', success: true } });
    await call(path, { method: 'PUT', headers, body: { accessToken: token('token after the change') } });
    await call(`${path}/validate`, { method: 'POST', headers, body: {} });
    graph.answer = () => refusal(secrets.get('token after the change')!);
    const components = [{ type: 'body', parameters: [{ type: 'text', text: MARKER }] }];
    const template = { name: 'hello_world', language: 'en_US', components };
    const message = { outletId: connected.body.id, to: '+15550700001', type: 'template', template };
    await call('/messages', { headers, body: message });
    await eventually(
      async () => expect((await call<{ items: object[] }>('/messages/holds', { headers })).body.items.length).toBeGreaterThan(0),
      {
        timeoutMs: 15_000,
      },
    );
  }

  async function messages(): Promise<void> {
    const acme = system.tenant('acme-corp');
    const [outlet] = acme.outlets;
    graph.answer = (_body, index) => {
      if (index % 3 === 0) return 'drop';
      if (index % 3 === 1) return { status: 400, body: { error: { message: `Bad token ${outlet!.accessToken}`, code: 190 } } };
      return { status: 200, body: { messaging_product: 'whatsapp', contacts: [], messages: [{ id: `wamid.LOG${index}` }] } };
    };
    for (let index = 0; index < 4; index++) {
      const from = `1555070100${index}`;
      const body = textBody(outlet!.phoneNumberId, outlet!.wabaId, [
        { wamid: `wamid.IN${index}`, from, text: 'What are your opening hours?' },
      ]);
      expect(await system.webhook(body)).toBe(200);
      expect(await system.webhook(body, keep('wrong app secret', 'a wrong app secret of mine'))).toBe(401);
    }
    const verify = `${system.url}/webhooks/whatsapp?hub.mode=subscribe&hub.challenge=1&hub.verify_token=`;
    for (const token of [system.demo.whatsapp.verifyToken, keep('wrong verify token', 'a-wrong-verify-token')]) {
      const response = await fetch(verify + token);
      if (!response.ok) refusals.push(await response.text());
    }
    await eventually(async () => expect((await system.ledger()).items.pending).toBe(0), { timeoutMs: 60_000 });
    await eventually(() => expect(everyLog()).toContain('the model gave no usable answer'), { timeoutMs: 60_000 });
  }

  /** Whatever the run has written: the terminal and every file of DATA_DIR that is not for secrets. */
  function everyLog(): string {
    const files = readdirSync(system.dataDir, { recursive: true, encoding: 'utf8' })
      .map((file) => join(system.dataDir, file))
      .filter((file) => !MEANT_FOR_SECRETS.test(relative(system.dataDir, file)) && statSync(file).isFile());
    return [system.log, ...files.map((file) => readFileSync(file, 'utf8'))].join('\n');
  }

  it('saw secrets of every kind, and refusals of every kind', () => {
    expect(secrets.size).toBeGreaterThan(60);
    expect(refusals.length).toBeGreaterThan(25);
    expect([...secrets].filter(([, secret]) => secret.length < 8)).toEqual([]);
  });

  it('are as talkative as they can be, and hold what is no secret: the search finds what is there', () => {
    const text = everyLog();
    for (const level of ['debug', 'warn']) expect(text).toContain(`"level":"${level}"`);
    const tenant = system.tenant('acme-corp').id;
    expect(leaks(text, new Map([['a tenant’s id', tenant]]))).toEqual(['a tenant’s id']);
    expect(leaks(refusals.join('\n'), new Map([['a code', 'invalid_credentials']]))).toEqual(['a code']);
  });

  it('would be caught with any secret in them, in any usual spelling', () => {
    const planted: string[] = [];
    for (const [name, secret] of secrets) {
      for (const spelling of spellings(secret)) {
        const line = JSON.stringify({ level: 'info', msg: `something with ${spelling}` });
        if (!leaks(line, secrets).includes(name) && !leaks(JSON.parse(line).msg as string, secrets).includes(name)) planted.push(name);
      }
    }
    expect(planted).toEqual([]);
  });

  it('would be caught with a secret in any file of the run', () => {
    const file = join(system.dataDir, 'logs', 'planted.log');
    writeFileSync(file, `{"msg":"signed in with ${system.demo.superadmin.password}"}`);
    try {
      expect(leaks(everyLog(), secrets)).toEqual(['superadminPassword']);
    } finally {
      rmSync(file);
    }
  });

  it('hold no secret', () => {
    expect(leaks(everyLog(), secrets)).toEqual([]);
  });

  it('are not the only place: no refusal gives a secret back', () => {
    expect(leaks(refusals.join('\n'), secrets)).toEqual([]);
  });

  it('are not the only place: nothing that can be read afterwards has what Graph and the model gave back', async () => {
    const acme = system.tenant('acme-corp');
    const superadmin = await system.signIn(system.demo.superadmin.email, system.demo.superadmin.password);
    const { body } = await system.api<{ items: { id: string }[] }>('/conversations', { as: acme });
    const paths = [
      '/messages',
      '/messages/holds',
      '/outlets',
      '/audit-log',
      ...body.items.map(({ id }) => `/conversations/${id}/messages`),
    ];
    const answers = [];
    for (const path of paths) answers.push(await system.api(path, { as: acme }));
    for (const path of ['/ops/items', '/ops/dead-letters']) answers.push(await system.api(path, { as: superadmin }));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(leaks(JSON.stringify(answers.map((answer) => answer.body)), secrets)).toEqual([]);
  });
});
