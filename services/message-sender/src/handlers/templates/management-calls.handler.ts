import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { classifyError, type GraphResult } from '#whatsapp';
import { REFUSED_FOR_MS } from '../../domain/templates/management-calls.js';
import { ManagementCallsRepository } from '../../persistence/templates/management-calls.repository.js';

/** Meta, "Error codes": too many calls of the app, and too many to the account. */
const TOO_MANY = [4, 80_007];

/** Whom a call is made for: a person who waits, or the reading of a list, which can wait. */
export type CallFor = 'person' | 'reading';

/** Keeps the calls that manage an account within WhatsApp's hourly limit: what would be too much is not asked. */
@Injectable()
export class ManagementCallsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly calls: ManagementCallsRepository,
  ) {}

  /** Opens transactions of its own: nothing is held while WhatsApp is asked. @returns what Graph answers; where too much was asked already, what it would answer: code 80007, and how long to wait */
  async run<T>(
    { tenantId, wabaId, for: whom }: { tenantId: string; wabaId: string; for: CallFor },
    ask: () => Promise<GraphResult<T>>,
  ): Promise<GraphResult<T>> {
    const waitMs = await this.database.forTenant(tenantId, (tx) => this.calls.take(tx, wabaId, whom === 'person'));
    if (waitMs > 0) return { outcome: 'rejected', error: { ...classifyError({ code: 80_007 }), httpStatus: 400, retryAfterMs: waitMs } };
    const result = await ask();
    if (result.outcome === 'rejected' && TOO_MANY.includes(result.error.code ?? 0)) {
      const { retryAfterMs = REFUSED_FOR_MS } = result.error;
      await this.database.forTenant(tenantId, (tx) => this.calls.exhaust(tx, wabaId, retryAfterMs));
    }
    return result;
  }
}
