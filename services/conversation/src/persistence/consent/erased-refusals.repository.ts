import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { CONFIG } from '#service-kit';
import { refusalHashes } from '#whatsapp';
import type { Config } from '../../config.js';

/** Everything under which one customer is known. */
export interface Names {
  phones: readonly string[];
  userIds: readonly string[];
}

/** Whoever refused promotions and was erased, as hashes that nobody can read. */
@Injectable()
export class ErasedRefusalsRepository {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** @param erasureId holds the names together; who was erased before under one of them is the same customer */
  async remember(tx: Transaction, names: Names, at: string, erasureId: string): Promise<void> {
    const hashes = this.#hashes(tx, names);
    await tx.execute(
      `update conversation.erased_refusals set erasure_id = $3 where tenant_id = $1 and erasure_id in (
         select erasure_id from conversation.erased_refusals where tenant_id = $1 and hash = any($2::text[]))`,
      [tx.tenantId, hashes, erasureId],
    );
    await tx.execute(
      `insert into conversation.erased_refusals (tenant_id, hash, at, erasure_id) select $1, h, $3, $4 from unnest($2::text[]) as h order by h
       on conflict (tenant_id, hash) do update set erasure_id = excluded.erasure_id`,
      [tx.tenantId, hashes, at, erasureId],
    );
  }

  /** @returns when each of them refused; undefined of who did not */
  async refusedAt(tx: Transaction, customers: readonly Names[]): Promise<(string | undefined)[]> {
    const hashes = customers.map((names) => this.#hashes(tx, names));
    const rows = await tx.query<{ hash: string; at: string }>(
      `select hash, at from conversation.erased_refusals where tenant_id = $1 and hash = any($2::text[])`,
      [tx.tenantId, [...new Set(hashes.flat())]],
    );
    const times = new Map(rows.map(({ hash, at }) => [hash, at]));
    return hashes.map((own) =>
      own
        .flatMap((hash) => times.get(hash) ?? [])
        .sort()
        .at(-1),
    );
  }

  /** They want promotions again: under every name that was erased with one of these. */
  async forget(tx: Transaction, names: Names): Promise<void> {
    const rows = await tx.query<{ erasureId: string | null }>(
      `delete from conversation.erased_refusals where tenant_id = $1 and hash = any($2::text[]) returning erasure_id as "erasureId"`,
      [tx.tenantId, this.#hashes(tx, names)],
    );
    const erasureIds = [...new Set(rows.flatMap(({ erasureId }) => erasureId ?? []))];
    if (erasureIds.length === 0) return;
    await tx.execute(`delete from conversation.erased_refusals where tenant_id = $1 and erasure_id = any($2::uuid[])`, [
      tx.tenantId,
      erasureIds,
    ]);
  }

  #hashes(tx: Transaction, names: Names): string[] {
    return refusalHashes(this.config.REFUSAL_HASH_KEY, tx.tenantId!, names);
  }
}
