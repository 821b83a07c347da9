import { connect } from 'node:net';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, System, type DemoTenant } from '../system.js';

export type Headers = Record<string, string>;

/** A tenant with something of everything that a route can name. */
export interface Side {
  tenant: DemoTenant;
  members: Record<'owner' | 'agent' | 'viewer', Headers>;
  key: Headers;
  /** By the first segment of a path, or by the name of a path parameter. */
  ids: Record<string, string>;
}

/** An id that nobody has. */
export const GONE = '0198c0de-0000-7000-8000-0000000000ee';

/** Tables that the system keeps for itself, and counters that follow rows a moment later. */
const IN_THEIR_OWN_TIME = [
  'inbox',
  'outbox',
  'rate_windows',
  'api_key_uses',
  'search_positions',
  'message_terms',
  'counts',
  'count_changes',
  'count_checks',
  'contact_counts',
  'contact_count_changes',
  'ledger_counts',
  'ledger_changes',
  'number_rates',
  'pair_rates',
];

/** The whole system with two tenants who have the same things and must not see each other's. */
export class World {
  acme!: Side;
  beta!: Side;
  superadmin!: Headers;

  private constructor(readonly system: System) {}

  static async start(env: Record<string, string> = {}): Promise<World> {
    const world = new World(await System.start({ LOGIN_RATE_PER_MINUTE: '1000', ...env }));
    try {
      const { system } = world;
      world.superadmin = bearer(await system.signIn(system.demo.superadmin.email, system.demo.superadmin.password));
      world.acme = await world.#furnish('acme-corp', '15550600001');
      world.beta = await world.#furnish('beta-store', '15550600002');
      return world;
    } catch (error) {
      await world.system.destroy();
      throw error;
    }
  }

  async #furnish(slug: string, customer: string): Promise<Side> {
    const { system } = this;
    const tenant = system.tenant(slug);
    const signedIn = async (role: string): Promise<Headers> => {
      const { email, password } = tenant.users.find((user) => user.role === role)!;
      return bearer(await system.signIn(email, password));
    };
    const members = { owner: await signedIn('owner'), agent: await signedIn('agent'), viewer: await signedIn('viewer') };
    const first = async (path: string): Promise<string> => {
      const { body } = await system.api<{ items: { id: string }[] }>(path, { headers: members.owner });
      return body.items[0]!.id;
    };
    await system.customerWrites(tenant, customer, 'What are your opening hours?');
    const messages = await eventually(() => first('/messages'), { timeoutMs: 20_000 });
    const invitation = await system.api<{ id: string }>(`/tenants/${tenant.id}/invitations`, {
      headers: members.owner,
      body: { email: `guest@${slug}.example`, role: 'viewer' },
    });
    const holds = await system.query<{ id: string }>(
      `insert into message_sender.holds (tenant_id, id, scope, key, kind, code, title, advice)
       values ($1, uuidv7(), 'template', 'a test', 'stop', '132015', 'Paused', 'Wait') returning id`,
      [tenant.id],
    );
    const base = tenant.knowledgeBases[0]!.id;
    const userId = tenant.users.find((user) => user.role === 'agent')!.email;
    const users = await system.api<{ items: { id: string; email: string }[] }>('/users', { headers: members.owner });
    const agent = users.body.items.find(({ email }) => email === userId)!.id;
    return {
      tenant,
      members,
      key: { 'x-api-key': tenant.apiKey },
      ids: {
        conversations: await first('/conversations'),
        documents: await first(`/knowledge-bases/${base}/documents`),
        'knowledge-bases': base,
        messages,
        holds: holds[0]!.id,
        outlets: tenant.outlets[0]!.id,
        users: agent,
        userId: agent,
        keyId: await first(`/tenants/${tenant.id}/api-keys`),
        invitationId: invitation.body.id,
      },
    };
  }

  /** Every operation of the merged OpenAPI document as `GET /path`, without the prefix. */
  async routes(): Promise<string[]> {
    const response = await fetch(`${this.system.url}/api/docs-json`);
    const { paths } = (await response.json()) as { paths: Record<string, Record<string, unknown>> };
    return Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item)
        .filter((method) => /^(get|post|put|patch|delete)$/.test(method))
        .map((method) => `${method.toUpperCase()} ${path.slice('/api/v1'.length)}`),
    );
  }

  /** Where every service that has routes listens, as ports.json says, and the GETs of its own document that ask who calls. */
  servicesOutside(): { name: string; url: string; routes: string[] }[] {
    const ports = JSON.parse(readFileSync(join(this.system.dataDir, 'ports.json'), 'utf8')) as Record<string, number>;
    return readdirSync('docs/openapi').flatMap((file) => {
      const name = file.replace(/\.json$/, '');
      const { paths } = JSON.parse(readFileSync(join('docs/openapi', file), 'utf8')) as {
        paths: Record<string, { get?: { security?: object[] } }>;
      };
      const routes = Object.entries(paths).flatMap(([path, { get }]) => (get?.security?.length ? [path.replace(/\{\w+\}/g, GONE)] : []));
      return routes.length > 0 ? [{ name, url: `http://127.0.0.1:${ports[name]}`, routes }] : [];
    });
  }

  /** Content of all rows of a tenant, one digest a table; left out is what the system keeps for itself and what follows from events in its own time. */
  async rowsOf(tenantId: string): Promise<Record<string, string>> {
    // What came in before is settled a moment after its effect.
    await eventually(
      async () => {
        const [items] = await this.system.query<{ pending: number }>(
          `select count(*)::int as pending from gateway.webhook_items where tenant_id = $1 and outcome = 'pending'`,
          [tenantId],
        );
        expect(items!.pending).toBe(0);
      },
      { timeoutMs: 15_000 },
    );
    const tables = await this.system.query<{ name: string }>(
      `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.columns
       where column_name = 'tenant_id' and table_schema not in ('pg_catalog', 'information_schema', 'analytics')
         and table_name not in (${IN_THEIR_OWN_TIME.map((table) => `'${table}'`).join(', ')}) and table_name !~ '_v[0-9]+$'
         and not (select relispartition from pg_class where oid = format('%I.%I', table_schema, table_name)::regclass) order by 1`,
    );
    const rows: Record<string, string> = {};
    for (const { name } of tables) {
      const sql = `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from ${name} t where tenant_id = $1`;
      rows[name] = (await this.system.query<{ digest: string }>(sql, [tenantId]))[0]!.digest;
    }
    const [own] = await this.system.query<{ digest: string }>(
      `select md5(string_agg(t::text, '|')) as digest from tenant.tenants t where id = $1`,
      [tenantId],
    );
    rows['tenant.tenants'] = own!.digest;
    return rows;
  }

  /** All mails that left, oldest first. */
  mails(): string[] {
    const folder = join(this.system.dataDir, 'mail');
    return readdirSync(folder)
      .sort()
      .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('=\r\n', '').replaceAll('=3D', '='));
  }

  /** The token in the newest mail to an address. */
  async mailedToken(to: string, page: 'reset' | 'invite' | 'confirm'): Promise<string> {
    return eventually(
      () => {
        const mails = this.mails().filter((mail) => mail.includes(to));
        const tokens = mails.flatMap((mail) => new RegExp(`/${page}\\?token=([\\w-]+)`).exec(mail)?.[1] ?? []);
        expect(tokens).not.toEqual([]);
        return tokens.at(-1)!;
      },
      { timeoutMs: 10_000 },
    );
  }

  stop(): Promise<void> {
    return this.system.destroy();
  }
}

export const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });

/** A route's path with the ids of one tenant. @param sub whose ids stand behind the tenant's own, where it has several */
export function pathOf(route: string, side: Side, sub: Side = side): string {
  const path = route.split(' ')[1]!;
  return path
    .replace(/^\/tenants\/\{id\}/, `/tenants/${side.tenant.id}`)
    .replace('{tenantId}', side.tenant.id)
    .replace('{slug}', side.tenant.slug)
    .replace('/plans/{name}', '/plans/starter')
    .replace('/messages/holds/{id}', `/messages/holds/${side.ids.holds}`)
    .replace(/^\/([\w-]+)\/\{id\}/, (_, resource: string) => `/${resource}/${side.ids[resource] ?? GONE}`)
    .replace(/\{(\w+)\}/g, (_, name: string) => sub.ids[name] ?? GONE);
}

/**
 * Writes bytes to a server as they are. @returns all that came back until it closed, or was quiet for a while after it had answered; a busy
 * machine takes its time for the first byte
 */
export function raw(url: string, request: string | Buffer, quietMs = 1_000): Promise<string> {
  const { port, hostname } = new URL(url);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ port: Number(port), host: hostname });
    const end = (): void => {
      socket.destroy();
      resolve(Buffer.concat(chunks).toString('utf8'));
    };
    socket.setTimeout(20_000, end);
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      socket.setTimeout(quietMs);
    });
    socket.on('error', end);
    socket.on('close', end);
    socket.write(request);
  });
}

/** Status, lower-case headers and body of an answer as it came over the wire. */
export function parsed(answer: string): { status: number; headers: Record<string, string>; body: string } {
  const [head = '', ...rest] = answer.split('\r\n\r\n');
  const [line = '', ...lines] = head.split('\r\n');
  const headers = lines.map((each): [string, string] => {
    const [name = '', ...value] = each.split(':');
    return [name.toLowerCase(), value.join(':').trim()];
  });
  return { status: Number(line.split(' ')[1]), headers: Object.fromEntries(headers), body: rest.join('\r\n\r\n') };
}

/** What a refusal has to be: problem details with a stable code, whatever was asked. */
export function expectProblem(answer: { status: number; headers: Record<string, string>; body: string }): { code: string; detail: string } {
  expect(answer.headers['content-type']).toContain('application/problem+json');
  const problem = JSON.parse(answer.body) as { status: number; code: string; detail: string; type: string; title: string };
  expect(problem).toMatchObject({ status: answer.status, code: expect.stringMatching(/^[a-z0-9_]+$/), title: expect.any(String) });
  return problem;
}

export { eventually, System };
