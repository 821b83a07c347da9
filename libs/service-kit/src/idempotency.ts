import { createHash } from 'node:crypto';
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader, ApiUnprocessableEntityResponse } from '@nestjs/swagger';
import type { Transaction } from '#database';
import { Problem, ProblemDto } from './problem.js';

interface HeaderRequest {
  headers: Record<string, string | undefined>;
}

/** The Idempotency-Key header, as a parameter of a controller's method. @throws {Problem} idempotency_key_invalid */
export const IdempotencyKey = createParamDecorator((_: unknown, context: ExecutionContext): string | undefined => {
  const key = context.switchToHttp().getRequest<HeaderRequest>().headers['idempotency-key'];
  if (key !== undefined && !/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new Problem(400, 'idempotency_key_invalid', 'Idempotency-Key must have 1 to 255 printable ASCII characters.');
  }
  return key;
});

/** @param does `sends` @param howLong `7 days` @param refusals with 422 */
export const ApiIdempotencyKey = (does: string, howLong: string, refusals = 'idempotency_key_reused'): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      example: '0198c0de-7f3a-7c51-9b1e-3d2f5a6b7c8d',
      description: `The same key with the same body ${does} once and gets the same answer, for ${howLong}.`,
    }),
    ApiUnprocessableEntityResponse({ description: refusals, type: ProblemDto }),
  );

/** The same for two requests that mean the same, whatever the order of their fields. */
export const requestHash = (request: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(request)))
    .digest('hex');

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}

/** @throws {Problem} idempotency_key_reused when the key was used for another request */
export function requireSameRequest(earlierHash: string, hash: string): void {
  if (earlierHash === hash) return;
  throw new Problem(422, 'idempotency_key_reused', 'This Idempotency-Key was used for a different request; use a new key for a new one.');
}

/** The keys under which messages were submitted, kept for seven days in `<schema>.idempotency_keys`. */
export class MessageKeys {
  constructor(private readonly schema: string) {}

  /**
   * Takes a key for a request. A second request with the same key waits here until the first one's transaction has ended.
   *
   * @param messageId of the message that this request would make
   * @returns the message of the first request with this key; undefined when the key is this request's now
   * @throws {Problem} idempotency_key_reused
   */
  async take(tx: Transaction, key: string, request: unknown, messageId: string): Promise<string | undefined> {
    const hash = requestHash(request);
    const taken = await tx.execute(
      `insert into ${this.schema}.idempotency_keys (tenant_id, key, request_hash, message_id) values ($1, $2, $3, $4) on conflict do nothing`,
      [tx.tenantId, key, hash, messageId],
    );
    if (taken === 1) return undefined;
    const [earlier] = await tx.query<{ requestHash: string; messageId: string }>(
      `select request_hash as "requestHash", message_id as "messageId" from ${this.schema}.idempotency_keys where tenant_id = $1 and key = $2`,
      [tx.tenantId, key],
    );
    if (earlier) requireSameRequest(earlier.requestHash, hash);
    return earlier?.messageId;
  }

  /** Forgets keys of all tenants after seven days, the oldest first. Runs under the system role. @returns how many */
  async prune(system: Transaction, limit: number): Promise<number> {
    return system.execute(
      `with old as materialized (
         select tenant_id, key from ${this.schema}.idempotency_keys where created_at < now() - interval '7 days' order by created_at limit $1
       )
       delete from ${this.schema}.idempotency_keys k using old where k.tenant_id = old.tenant_id and k.key = old.key`,
      [limit],
    );
  }
}
