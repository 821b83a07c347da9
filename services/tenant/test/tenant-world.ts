import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { schemaOf, SERVICES } from '#contracts';
import type { SchemaMigrations } from '#database';
import type { RunningService } from '#service-kit';
import { asSuperadmin, eventually, startInfrastructure, startService, type Infrastructure } from '#testing';
import { migrations as billingMigrations } from '../../billing/src/persistence/migrations.js';
import { migrations as gatewayMigrations } from '../../gateway/src/persistence/migrations.js';
import { migrations } from '../src/persistence/migrations.js';
import { service } from '../src/service.js';
import { GraphDouble } from './graph-double.js';

export type Json = Record<string, any>;

export interface Answer {
  status: number;
  body: Json;
  text: string;
  headers: Headers;
}

export const PASSWORD = 'correct horse battery';

export interface Mailed {
  file: string;
  mode: number;
  to: string;
  subject: string;
  text: string;
}

/** The tenant service's schema, the roles that its views are granted to, the gateway's, which is read where API keys are listed, and billing's, which says how many may be made. */
export const SCHEMAS: readonly SchemaMigrations[] = [
  migrations,
  ...SERVICES.filter((name) => !['tenant', 'billing', 'gateway'].includes(name)).map((name) => ({
    schema: schemaOf(name),
    migrations: [],
  })),
  billingMigrations,
  gatewayMigrations,
];

/** One tenant service on a database of its own, and what one does with it from outside. */
export class World {
  #addresses = 0;

  private constructor(
    readonly infra: Infrastructure,
    readonly running: RunningService,
    /** Confirms every number, unless the test says otherwise. */
    readonly graph: GraphDouble,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<World> {
    const infra = await startInfrastructure({ modules: SCHEMAS });
    const graph = await GraphDouble.start();
    const own = { DATA_DIR: infra.dir, PUBLIC_URL: 'https://chasqui.example', WHATSAPP_GRAPH_URL: graph.url };
    return new World(infra, await startService(infra, service, { ...own, ...env }), graph);
  }

  async stop(): Promise<void> {
    await this.running.close();
    await this.infra.stop();
    await this.graph.stop();
  }

  async call(method: string, path: string, headers: Record<string, string> = {}, body?: unknown): Promise<Answer> {
    const response = await fetch(`${this.running.url}/api/v1${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, body: text && isJson ? (JSON.parse(text) as Json) : {}, text, headers: response.headers };
  }

  /** A caller from an address of its own, which no other test has made mistakes from. */
  from(address = `198.18.${++this.#addresses >> 8}.${this.#addresses & 255}`): Record<string, string> {
    return { 'x-forwarded-for': address };
  }

  async tenant(slug: string, over: object = {}): Promise<string> {
    return (await this.call('POST', '/tenants', asSuperadmin(this.infra), { slug, name: slug, ...over })).body.id as string;
  }

  /** A person with an account, in a tenant. @returns the user's id */
  async member(tenantId: string, email: string, role = 'viewer'): Promise<string> {
    const person = { email, name: email.split('@')[0], password: PASSWORD, role };
    const { body } = await this.call('POST', `/tenants/${tenantId}/users`, asSuperadmin(this.infra), person);
    return body.id as string;
  }

  async login(email: string, password = PASSWORD, headers = this.from()): Promise<Answer> {
    return this.call('POST', '/auth/login', headers, { email, password });
  }

  /** Every mail that has left, oldest first. */
  mails(): Mailed[] {
    const folder = join(this.infra.dir, 'mail');
    return safeList(folder)
      .filter((name) => name.endsWith('.eml'))
      .sort()
      .map((name) => {
        const file = join(folder, name);
        const source = readFileSync(file, 'utf8');
        const [head = '', ...body] = source.split('\r\n\r\n');
        const header = (wanted: string): string => new RegExp(`^${wanted}: (.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
        const text = decode(body.join('\r\n\r\n'), header('Content-Transfer-Encoding'));
        return { file, mode: statSync(file).mode & 0o777, to: header('To'), subject: header('Subject'), text };
      });
  }

  /**
   * The token of the link in the newest mail to an address, once it is there: of an invitation or a new password, unless it is to be
   * another kind's.
   *
   * @param after how many mails there were before
   */
  async tokenMailedTo(email: string, after = 0, kind: 'link' | 'confirmation' = 'link'): Promise<string> {
    const wanted = kind === 'confirmation' ? /\/confirm\?token=([\w-]+)/ : /\/(?:reset|invite)\?token=([\w-]+)/;
    return eventually(() => {
      const mail = this.mails()
        .slice(after)
        .filter((candidate) => candidate.to.includes(email) && wanted.test(candidate.text))
        .at(-1);
      const token = wanted.exec(mail?.text ?? '')?.[1];
      if (!token) throw new Error(`no mail with a link to ${email}`);
      return token;
    });
  }

  async audit(action: string): Promise<Json[]> {
    return this.infra.rows<Json>('select * from tenant.audit_log where action = $1 order by id', [action]);
  }
}

function safeList(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function decode(body: string, encoding: string): string {
  if (/base64/i.test(encoding)) return Buffer.from(body, 'base64').toString('utf8');
  if (!/quoted-printable/i.test(encoding)) return body;
  const bytes = body
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
