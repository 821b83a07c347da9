import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase, type Transaction } from '#database';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import { DocumentQueueRepository, type Claim } from '../../persistence/documents/document-queue.repository.js';

/** Small documents are read and stored together, as many as keep a transaction to a tenth of a second or so; all others one by one. */
const TOGETHER = { most: 64, mostBytes: 256 * 1024 };
const APART = { most: 1, mostBytes: 1 };
const NOBODY = '00000000-0000-0000-0000-000000000000';
/** Tenants that are asked in vain at most: of whom all that waits is locked by somebody else just now. */
const MAX_TRIES = 3;

/** Whose documents are next: tenants take turns, so that one document does not wait for the thousand of somebody else. */
@Injectable()
export class Turns {
  /** Tenants of whom this process reads a document apart. No tenant gets a second reader, so that one is left for the others. */
  readonly #reading = new Set<string>();
  readonly #last = { together: NOBODY, apart: NOBODY };
  #claiming: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly database: TenantDatabase,
    private readonly queue: DocumentQueueRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @returns documents of one tenant, none when nothing waits; whoever takes them says {@link done} */
  async take(isQuick: boolean): Promise<Claim[]> {
    // One after the other, or two would choose the same tenant.
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
