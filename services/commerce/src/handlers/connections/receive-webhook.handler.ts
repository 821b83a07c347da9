import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase } from '#database';
import { jsonFaults, Problem } from '#service-kit';
import type { Platform, WebhookHeaders } from '../../domain/connections/platforms.js';
import { textOf } from '../../domain/connections/reading.js';
import { isPing, isSigned } from '../../domain/connections/signatures.js';
import type { Connection } from '../../persistence/connections/connection.entity.js';
import { ConnectionsRepository } from '../../persistence/connections/connections.repository.js';
import { EventsRepository } from '../../persistence/connections/events.repository.js';
import { Clock } from '../customers/clock.state.js';
import { EventsWake } from './events-wake.state.js';
import { Sealed } from './sealed.step.js';

export interface Webhook {
  platform: Platform;
  connectionId: string;
  headers: WebhookHeaders;
  body: Buffer;
}

/** Takes what a shop tells: a signature and a commit decide the answer, everything else comes later. */
@Injectable()
export class ReceiveWebhookHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly connections: ConnectionsRepository,
    private readonly events: EventsRepository,
    private readonly sealed: Sealed,
    private readonly wake: EventsWake,
    private readonly clock: Clock,
  ) {}

  /** Resolves once it is on disk, or was before. @throws {Problem} not_found, invalid_signature, invalid_json, validation_failed */
  async execute({ platform, connectionId, headers, body }: Webhook): Promise<void> {
    const connection = await this.database.forSystem((tx) => this.connections.whose(tx, connectionId));
    if (!connection || connection.platform !== platform || !connection.enabled) throw Problem.notFound('connection');
    if (isPing(platform, body, headers)) return;
    const now = this.clock.now();
    const secrets = this.sealed.secrets(connectionId, connection.secrets);
    if (!isSigned(platform, body, headers, secrets, Math.floor(now.getTime() / 1_000))) {
      throw new Problem(401, 'invalid_signature', 'The signature does not fit the body under any secret of the connection.');
    }
    requireReadable(body);
    const topic = topicOf(platform, headers, body);
    await this.database.forTenant(connection.tenantId, async (tx) => {
      if (!(await this.events.remember(tx, connectionId, keysOf(connection, topic, headers, body)))) return;
      const triggeredAt = headers['x-shopify-triggered-at']?.slice(0, 60) ?? null;
      await this.events.insert(tx, { id: v7(), connectionId, topic, triggeredAt, body, at: now.toISOString() });
      tx.afterCommit(() => this.wake.wake());
    });
  }
}

/** @throws {Problem} invalid_json, validation_failed */
function requireReadable(body: Buffer): void {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    throw new Problem(400, 'invalid_json', 'The body is not JSON.');
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new Problem(400, 'invalid_json', 'The body must be a JSON object.');
  // No DTO is made of it: of however many keys and values only those are read that are known, and texts are put right then.
  const faults = jsonFaults(json).filter(({ code }) => code === 'too_deep');
  if (faults.length > 0) throw Problem.invalid(faults);
}

function topicOf(platform: Platform, headers: WebhookHeaders, body: Buffer): string {
  const named = { shopify: 'x-shopify-topic', woocommerce: 'x-wc-webhook-topic', generic: 'x-topic' };
  const topic = platform === 'stripe' ? (JSON.parse(body.toString('utf8')) as { type?: unknown }).type : headers[named[platform]];
  return textOf(topic, 100) ?? 'order';
}

/**
 * By what a delivery is known when it comes again. Shopify's pages name now the id of the delivery and now the id of the event, so either is
 * enough; WooCommerce's delivery ids are those of a second, so its body tells. A deletion
 * of WooCommerce, and what another system says without an id and a time, may be the same again and mean it: nothing tells. Sources: Shopify, "Ignore duplicates"; class-wc-webhook.php.
 */
function keysOf({ platform, mapping }: Connection, topic: string, headers: WebhookHeaders, body: Buffer): string[] {
  const hash = (...parts: (string | Buffer)[]): string => {
    const digest = createHash('sha256');
    for (const part of parts) digest.update(part).update('\0');
    return digest.digest('base64url');
  };
  switch (platform) {
    case 'shopify': {
      const [webhook, event] = [headers['x-shopify-webhook-id'], headers['x-shopify-event-id']];
      const keys = [...(webhook ? [hash('webhook', webhook)] : []), ...(event ? [hash('event', topic, event)] : [])];
      return keys.length > 0 ? keys : [hash('body', topic, body)];
    }
    case 'woocommerce':
      return topic === 'order.deleted' ? [] : [hash(headers['x-wc-webhook-id'] ?? '', topic, body)];
    case 'stripe':
      return [hash(textOf((JSON.parse(body.toString('utf8')) as { id?: unknown }).id) ?? body)];
    case 'generic':
      if (headers['x-event-id']) return [hash('event', headers['x-event-id'])];
      return mapping?.changedAt ? [hash('body', topic, body)] : [];
  }
}
