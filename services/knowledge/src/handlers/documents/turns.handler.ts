import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import { DocumentQueueRepository, type Claim } from '../../persistence/documents/document-queue.repository.js';

/** Small documents are read and stored together, as many as a transaction stores in about 0.1 s; others one by one. */
const TOGETHER = { most: 64, mostBytes: 256 * 1024 };
const APART = { most: 1, mostBytes: 1 };
const NOBODY = '00000000-0000-0000-0000-000000000000';
/** How many tenants are tried whose waiting documents are all locked by another process. */
const MAX_TRIES = 3;

/** Claims documents tenant by tenant in turn, so that one document does not wait for another tenant's thousand. */
@Injectable()
export class Turns {
  /** Tenants whose document this process reads apart. A tenant gets one such reader, so that one stays free for others. */
  readonly #reading = new Set<string>();
  readonly #last = { together: NOBODY, apart: NOBODY };
  #claiming: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: TenantDatabase,
    private readonly queue: DocumentQueueRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @returns claimed documents of one tenant, none when nothing waits; call {@link done} afterwards */
  async take(isQuick: boolean): Promise<Claim[]> {
    // One at a time, otherwise two callers would choose the same tenant.
    const claims = this.#claiming.then(() => this.#take(isQuick));
    this.#claiming = claims.catch(() => undefined);
    return claims;
  }

  done(isQuick: boolean, tenantId: string): void {
    if (!isQuick) this.#reading.delete(tenantId);
  }

  async #take(isQuick: boolean): Promise<Claim[]> {
    const line = isQuick ? 'together' : 'apart';
    return this.database.forSystem(async (tx) => {
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const tenantId = await this.#next(tx, isQuick);
        if (tenantId === undefined) return [];
        this.#last[line] = tenantId;
        const size = isQuick ? TOGETHER : APART;
        const claims = await this.queue.claim(tx, tenantId, { ...size, isQuick, leaseMs: this.config.DOCUMENT_LEASE_MS });
        if (claims.length === 0) continue;
        if (!isQuick) this.#reading.add(tenantId);
        return claims;
      }
      return [];
    });
  }

  async #next(tx: Transaction, isQuick: boolean): Promise<string | undefined> {
    const without = isQuick ? [] : [...this.#reading];
    const last = this.#last[isQuick ? 'together' : 'apart'];
    const next = await this.queue.nextTenant(tx, isQuick, last, without);
    return next ?? (last === NOBODY ? undefined : this.queue.nextTenant(tx, isQuick, NOBODY, without));
  }
}
