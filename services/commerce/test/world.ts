import { v7 } from 'uuid';
import type { RunningService } from '#service-kit';
import { asMember, startInfrastructure, startService, type Infrastructure } from '#testing';
import { MODULES } from '../../../deploy/migrations.js';
import { Clock } from '../src/handlers/customers/clock.state.js';
import { service } from '../src/service.js';

export type Json = Record<string, any>;

/** The service, and a clock that the test moves. */
export class CommerceWorld {
  #ahead = 0;

  private constructor(
    readonly infra: Infrastructure,
    readonly running: RunningService,
  ) {
    running.app.get(Clock, { strict: false }).now = () => this.now();
  }

  static async start(env: Record<string, string> = {}): Promise<CommerceWorld> {
    const infra = await startInfrastructure({ modules: MODULES });
    return new CommerceWorld(infra, await startService(infra, service, env));
  }

  forward(ms: number): void {
    this.#ahead += ms;
  }

  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  async call(method: string, path: string, tenantId: string, body?: unknown, headers: Record<string, string> = {}) {
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
    return { status: response.status, body: (text ? JSON.parse(text) : {}) as Json };
  }

  /** A contact as conversation has it. @returns its id */
  async contact(tenantId: string, phone: string | null, name = 'Rosa', userId: string | null = null): Promise<string> {
    const id = v7();
    await this.infra.owner.query(`insert into conversation.contacts (tenant_id, id, phone, name, user_id) values ($1, $2, $3, $4, $5)`, [
      tenantId,
      id,
      phone,
      name,
      userId,
    ]);
    return id;
  }

  /** A number that may send. @returns its id */
  async outlet(tenantId: string): Promise<string> {
    const id = v7();
    await this.infra.owner.query(`insert into tenant.tenants (id, slug, name) values ($1, $2, $2) on conflict do nothing`, [
      tenantId,
      `t-${tenantId}`,
    ]);
    await this.infra.owner.query(
      `insert into tenant.outlets (tenant_id, id, name, phone_number_id, waba_id, display_phone_number, access_token_sealed, confirmation, routes_from)
       values ($1, $2, 'Shop', $3, 'waba', '15550000000', 'sealed', 'confirmed', now() - interval '1 hour')`,
      [tenantId, id, id],
    );
    return id;
  }

  async stop(): Promise<void> {
    await this.running.close();
    await this.infra.stop();
  }
}
