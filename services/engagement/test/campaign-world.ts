import { v7 } from 'uuid';
import { campaignMessageRequested, messageRecorded, requestedMessageChanged, type EventOf } from '#contracts';
import type { RunningService } from '#service-kit';
import { asMember, startInfrastructure, startService, type Infrastructure } from '#testing';
import { MODULES } from '../../../deploy/migrations.js';
import { CampaignWake } from '../src/handlers/campaigns/campaign-wake.state.js';
import { CampaignClock } from '../src/handlers/campaigns/clock.state.js';
import { service } from '../src/service.js';

export type Json = Record<string, any>;
export type Asked = EventOf<typeof campaignMessageRequested>['data'];
type Change = Partial<EventOf<typeof requestedMessageChanged>['data']> & {
  status: EventOf<typeof requestedMessageChanged>['data']['status'];
};

export const TEMPLATE = '0198c0de-0000-7000-8000-0000000000d1';

/** The service with contacts to order, a clock that the spec moves, and a sender that the spec plays. */
export class CampaignWorld {
  infra!: Infrastructure;
  running!: RunningService;
  #ahead = 0;
  #phones = 0;

  async start(env: Record<string, string> = {}): Promise<void> {
    this.infra = await startInfrastructure({ modules: MODULES });
    await this.startService(env);
  }

  async startService(env: Record<string, string> = {}): Promise<void> {
    this.running = await startService(this.infra, service, env);
    this.get(CampaignClock).now = () => this.now();
  }

  get<T>(token: new (...args: any[]) => T): T {
    return this.running.app.get(token, { strict: false });
  }

  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  forward(ms: number): void {
    this.#ahead += ms;
    this.get(CampaignWake).wake();
  }

  async outlet(tenantId = v7(), timeZone = 'UTC'): Promise<{ tenantId: string; id: string }> {
    const id = v7();
    await this.infra.rows(
      `insert into tenant.tenants (id, slug, name, settings) values ($1, $2, 'Test', jsonb_build_object('timezone', $3::text)) on conflict do nothing`,
      [tenantId, `t-${tenantId}`, timeZone],
    );
    await this.infra.rows(
      `insert into tenant.outlets (tenant_id, id, name, phone_number_id, waba_id, display_phone_number, access_token_sealed, quality, confirmation, routes_from)
       values ($1, $2, 'Shop', $3, 'waba', '+1 555', 'sealed', 'GREEN', 'confirmed', now() - interval '1 day')`,
      [tenantId, id, id],
    );
    return { tenantId, id };
  }

  /** @returns their ids in order */
  async contacts(
    tenantId: string,
    count: number,
    over: { name?: string; attributes?: object; phones?: (n: number) => string } = {},
  ): Promise<string[]> {
    const ids = Array.from({ length: count }, () => v7()).sort();
    const phones = ids.map(() => over.phones?.(this.#phones++) ?? `1650${String(5_000_000 + this.#phones++)}`);
    await this.infra.rows(
      `insert into conversation.contacts (tenant_id, id, phone, name, attributes)
       select $1, c.id, c.phone, $4, $5 from unnest($2::uuid[], $3::text[]) as c (id, phone)`,
      [tenantId, ids, phones, over.name ?? 'Rosa', JSON.stringify(over.attributes ?? {})],
    );
    return ids;
  }

  async call(
    method: string,
    path: string,
    tenantId: string,
    body?: unknown,
    role: 'viewer' | 'agent' | 'admin' = 'agent',
  ): Promise<{ status: number; body: Json }> {
    const response = await fetch(`${this.running.url}/api/v1${path}`, {
      method,
      headers: { ...asMember(this.infra, tenantId, role), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text ? JSON.parse(text) : {}) as Json };
  }

  /** A broadcast that has not started. */
  async campaign({ tenantId, id }: { tenantId: string; id: string }, contactIds: readonly string[], over: object = {}): Promise<string> {
    const message = { templateId: TEMPLATE, parameters: { 1: { from: 'contact.name', fallback: 'friend' } } };
    const base = { name: 'Sale', type: 'broadcast', outletId: id, audience: { contactIds }, message, perSecond: 1_000 };
    const { status, body } = await this.call('POST', '/campaigns', tenantId, { ...base, ...over });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.id;
  }

  async act(tenantId: string, id: string, act: string): Promise<Json> {
    const { status, body } = await this.call('POST', `/campaigns/${id}/${act}`, tenantId);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body;
  }

  async totals(tenantId: string, id: string): Promise<Json> {
    return (await this.call('GET', `/campaigns/${id}`, tenantId)).body.totals;
  }

  /** What the service has asked for, of this company. */
  async asked(tenantId: string): Promise<Asked[]> {
    return (await this.infra.outboxEvents(campaignMessageRequested, tenantId)).map(({ data }) => data);
  }

  /** The sender tells what became of a message. */
  async tell(tenantId: string, { messageId, reference, outletId }: Asked, change: Change): Promise<void> {
    await this.infra.publish(requestedMessageChanged, tenantId, {
      requester: 'engagement',
      reference,
      messageId,
      outletId,
      errors: [],
      at: this.now().toISOString(),
      ...change,
    });
  }

  async writes(tenantId: string, contactId: string, at = this.now()): Promise<void> {
    const message = {
      id: v7(),
      seq: 1,
      direction: 'inbound',
      author: 'customer',
      type: 'text',
      text: 'yes',
      status: 'received',
      at: at.toISOString(),
    } as const;
    await this.infra.publish(messageRecorded, tenantId, { conversationId: v7(), outletId: v7(), contactId, message });
  }

  async stop(): Promise<void> {
    await this.running.close();
    await this.infra.stop();
  }
}

/** The contact of whom a message is. */
export const contactOf = ({ reference }: Asked): string => reference.slice(reference.indexOf('.') + 1);
