import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { requestHash, requireSameRequest, type Identity } from '#service-kit';
import { PLATFORM } from '../../domain/audit/audit.js';
import { IdempotencyKeysRepository } from '../../persistence/idempotency/idempotency-keys.repository.js';

/** Runs a request with an Idempotency-Key once, and repeats its answer for a day. */
@Injectable()
export class Once {
  constructor(private readonly keys: IdempotencyKeysRepository) {}

  /**
   * @param request the operation and everything that it is asked with @param work in this transaction; its answer holds no secret
   * @throws {Problem} idempotency_key_reused
   */
  async execute<T extends object>(
    tx: Transaction,
    caller: Identity,
    key: string | undefined,
    request: { operation: string; body: unknown },
    work: () => Promise<T>,
  ): Promise<T> {
    if (key === undefined) return work();
    const use = { tenantId: tx.tenantId ?? PLATFORM, caller: caller.subject, key };
    const hash = requestHash(request);
    const earlier = await this.keys.take(tx, use, hash);
    if (earlier) return answerOf<T>(earlier, hash);
    const answer = await work();
    await this.keys.answer(tx, use, answer);
    return answer;
  }

  /** The answer that the key has had, for work that begins outside a transaction. @throws {Problem} idempotency_key_reused */
  async answered<T extends object>(
    tx: Transaction,
    caller: Identity,
    key: string | undefined,
    request: { operation: string; body: unknown },
  ): Promise<T | undefined> {
    if (key === undefined) return undefined;
    const earlier = await this.keys.find(tx, { tenantId: tx.tenantId ?? PLATFORM, caller: caller.subject, key });
    return earlier && answerOf<T>(earlier, requestHash(request));
  }
}

function answerOf<T>(earlier: { requestHash: string; answer: unknown }, hash: string): T {
  requireSameRequest(earlier.requestHash, hash);
  return earlier.answer as T;
}
