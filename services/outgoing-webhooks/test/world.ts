import { v7 } from 'uuid';
import { contactChanged, messageRecorded, ownerChanged, statusChanged } from '#contracts';
import type { RunningService } from '#service-kit';
import { asMember, startInfrastructure, startService, type Infrastructure } from '#testing';
import { MODULES } from '../../../deploy/migrations.js';
import { Clock } from '../src/handlers/endpoints/clock.state.js';
import { DeliveryWake } from '../src/handlers/deliveries/delivery-wake.state.js';
import { service } from '../src/service.js';
import { TestReceiver } from './receiver.js';

export type Json = Record<string, any>;
export const HOUR = 60 * 60_000;

/** The service, a receiver, and a clock that the test moves. */
export class WebhookWorld {
  #ahead = 0;

  private constructor(
    readonly infra: Infrastructure,
    readonly running: RunningService,
    readonly receiver: TestReceiver,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<WebhookWorld> {
    const infra = await startInfrastructure({ modules: MODULES });
    const receiver = await TestReceiver.start();
    const running = await startService(infra, service, { WEBHOOKS_ALLOW_PRIVATE: '1', WEBHOOK_TIMEOUT_MS: '2000', ...env });
    const world = new WebhookWorld(infra, running, receiver);
    world.follow(running);
    return world;
  }

  /** A service that lives by this clock. */
  follow(running: RunningService): void {
    running.app.get(Clock, { strict: false }).now = () => new Date(Date.now() + this.#ahead);
  }

  forward(ms: number): void {
    this.#ahead += ms;
    this.running.app.get(DeliveryWake, { strict: false }).wake();
  }

  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }

  async call(method: string, path: string, tenantId: string, body?: unknown, headers = asMember(this.infra, tenantId, 'admin')) {
    const response = await fetch(`${this.running.url}/api/v1/webhook-endpoints${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text ? JSON.parse(text) : {}) as Json };
  }

  /** @returns the endpoint with its secret, and the path at which the receiver gets it */
  async endpoint(tenantId: string, events: string[] = ['*'], path = `/${v7()}`): Promise<Json & { path: string }> {
    const { status, body } = await this.call('POST', '', tenantId, { url: this.receiver.url(path), events });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return { ...body, path };
  }

  async write(tenantId: string, conversationId: string, seq: number, text = `message ${seq}`, contactId = v7()): Promise<string> {
    const message = {
      id: v7(),
      seq,
      direction: 'inbound',
      author: 'customer',
      type: 'text',
      text,
      status: 'received',
      at: new Date().toISOString(),
    } as const;
    const contact = { phone: '16505551234', name: 'Kerry' };
    return this.infra.publish(messageRecorded, tenantId, { conversationId, outletId: v7(), contactId, contact, message });
  }

  async status(tenantId: string, conversationId: string, status: 'queued' | 'delivered' | 'failed'): Promise<string> {
    const errors = status === 'failed' ? [{ code: 131026, title: 'Message undeliverable', href: 'internal' }] : [];
    return this.infra.publish(statusChanged, tenantId, {
      messageId: v7(),
      conversationId,
      outletId: v7(),
      status,
      at: new Date().toISOString(),
      errors,
    });
  }

  async close(tenantId: string, conversationId: string): Promise<string> {
    return this.infra.publish(ownerChanged, tenantId, {
      conversationId,
      outletId: v7(),
      epoch: 3,
      state: 'closed',
      owner: 'none',
      previousOwner: 'agent',
      reason: 'closed',
    });
  }

  async contact(tenantId: string, contactId: string): Promise<string> {
    const contact = {
      name: 'Kerry',
      phone: '16505551234',
      userId: null,
      email: null,
      language: null,
      tags: ['vip'],
      attributes: {},
      marketingConsent: 'unknown',
    };
    return this.infra.publish(contactChanged, tenantId, {
      contactId,
      change: 'changed',
      fields: ['tags'],
      contact,
      at: new Date().toISOString(),
    });
  }

  async deliveries(tenantId: string, endpointId: string, query = ''): Promise<Json[]> {
    return (await this.call('GET', `/${endpointId}/deliveries${query}`, tenantId)).body.items;
  }

  async stop(): Promise<void> {
    await this.running.close();
    await this.receiver.stop();
    await this.infra.stop();
  }
}
