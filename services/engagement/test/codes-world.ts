import { v7 } from 'uuid';
import { campaignMessageRequested, requestedMessageChanged, type EventOf } from '#contracts';
import type { RunningService } from '#service-kit';
import { asMember, startInfrastructure, startService, type Infrastructure } from '#testing';
import { MODULES } from '../../../deploy/migrations.js';
import { CodeClock } from '../src/handlers/codes/clock.state.js';
import { service } from '../src/service.js';

export type Json = Record<string, any>;
type Changed = EventOf<typeof requestedMessageChanged>['data'];

export interface Company {
  tenantId: string;
  outletId: string;
  wabaId: string;
}

/** The service, companies with a number and a template, and a clock that the test moves. */
export class CodesWorld {
  #ahead = 0;

  private constructor(
    readonly infra: Infrastructure,
    readonly running: RunningService,
  ) {}

  static async start(): Promise<CodesWorld> {
    const infra = await startInfrastructure({ modules: MODULES });
    const world = new CodesWorld(infra, await startService(infra, service));
    world.running.app.get(CodeClock, { strict: false }).now = () => world.now();
    return world;
  }

  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  forward(seconds: number): void {
    this.#ahead += seconds * 1_000;
  }

  /** @param templates names, by default one; none is approved where the list is empty */
  async company(templates: readonly (readonly [name: string, language: string])[] = [['otp', 'en_US']]): Promise<Company> {
    const company = { tenantId: v7(), outletId: v7(), wabaId: v7() };
    await this.infra.rows(`insert into tenant.tenants (id, name, slug) values ($1, 'Acme', $2)`, [
      company.tenantId,
      `acme-${company.tenantId}`,
    ]);
    await this.infra.rows(
      `insert into tenant.outlets (tenant_id, id, name, phone_number_id, waba_id, display_phone_number, access_token_sealed, confirmation, routes_from)
       values ($1, $2, 'Outlet', $3, $4, '15550000000', '', 'confirmed', now())`,
      [company.tenantId, company.outletId, v7(), company.wabaId],
    );
    for (const [name, language] of templates) await this.template(company, name, language);
    return company;
  }

  async template({ tenantId, wabaId }: Company, name: string, language: string, over: Json = {}): Promise<string> {
    const { category = 'AUTHENTICATION', status = 'APPROVED' } = over;
    const id = v7();
    await this.infra.rows(
      `insert into message_sender.templates (tenant_id, id, waba_id, name, language, category, status, parameter_format, components)
       values ($1, $2, $3, $4, $5, $6, $7, 'POSITIONAL', '[]')`,
      [tenantId, id, wabaId, name, language, category, status],
    );
    return id;
  }

  async call(method: string, path: string, { tenantId }: { tenantId: string }, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(`${this.running.url}/api/v1${path}`, {
      method,
      headers: {
        ...asMember(this.infra, tenantId, 'admin'),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text ? JSON.parse(text) : {}) as Json };
  }

  send(company: Company, phone: string, over: Json = {}) {
    return this.call('POST', '/otp/send', company, { phone, purpose: 'login', ...over });
  }

  verify(company: Company, phone: string, code: string, over: Json = {}) {
    return this.call('POST', '/otp/verify', company, { phone, purpose: 'login', code, ...over });
  }

  /** What was asked of the sender for a code: it holds the code. */
  async request(company: Company, id: string): Promise<EventOf<typeof campaignMessageRequested>['data'] & { code: string }> {
    const events = await this.infra.outboxEvents(campaignMessageRequested, company.tenantId);
    const found = events.find(({ data }) => data.reference === `code:${id}`);
    if (!found) throw new Error(`nothing was asked for code ${id}`);
    const { template } = found.data.message as unknown as { template: { components: { parameters: { text: string }[] }[] } };
    return { ...found.data, code: template.components[0]!.parameters[0]!.text };
  }

  /** Sends a code and reads it off the request. */
  async sent(company: Company, phone: string, over: Json = {}): Promise<{ id: string; code: string }> {
    const { status, body } = await this.send(company, phone, over);
    if (status !== 202) throw new Error(JSON.stringify(body));
    return { id: body.id, code: (await this.request(company, body.id)).code };
  }

  /** What the sender tells of a code's message. */
  async told(company: Company, id: string, status: Changed['status'], over: Partial<Changed> = {}): Promise<void> {
    const [row] = await this.infra.rows<{ messageId: string }>(
      `select message_id as "messageId" from engagement.codes where tenant_id = $1 and id = $2`,
      [company.tenantId, id],
    );
    await this.infra.publish(requestedMessageChanged, company.tenantId, {
      requester: 'engagement',
      reference: `code:${id}`,
      messageId: row!.messageId,
      outletId: company.outletId,
      status,
      errors: [],
      at: new Date().toISOString(),
      ...over,
    });
  }

  async figures(company: Company): Promise<Record<string, number>> {
    const rows = await this.infra.rows<{ outcome: string; reason: string; count: number }>(
      `select outcome, reason, sum(count)::int as count from engagement.code_figures where tenant_id = $1 group by outcome, reason`,
      [company.tenantId],
    );
    return Object.fromEntries(rows.map(({ outcome, reason, count }) => [reason ? `${outcome}:${reason}` : outcome, count]));
  }

  async stop(): Promise<void> {
    await this.running.close();
    await this.infra.stop();
  }
}
