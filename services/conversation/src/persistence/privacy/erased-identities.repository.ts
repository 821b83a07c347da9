import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { CONFIG, firstIdOf } from '#service-kit';
import { refusalHashes } from '#whatsapp';
import type { Config } from '../../config.js';
import type { Names } from '../consent/erased-refusals.repository.js';

/** A message to somebody. Its id is a UUID of version 7 and says when it was written. */
interface Written extends Names {
  messageId: string;
}

/** Whoever was erased, as hashes that nobody can read, so that nothing that was written to them before comes after. */
@Injectable()
export class ErasedIdentitiesRepository {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  async remember(tx: Transaction, names: Names, at: string): Promise<void> {
    await tx.execute(
      `insert into conversation.erased_identities (tenant_id, hash, erased_at) select $1, h, $3 from unnest($2::text[]) as h order by h
       on conflict (tenant_id, hash) do update set erased_at = greatest(erased_identities.erased_at, excluded.erased_at)`,
      [tx.tenantId, this.#hashes(tx, names), at],
    );
  }

  /** @returns the ids of the messages that were written to somebody before they were erased */
  async among(tx: Transaction, messages: readonly Written[]): Promise<Set<string>> {
    if (messages.length === 0) return new Set();
    const asked = messages.map(({ messageId, ...names }) => ({ messageId, hashes: this.#hashes(tx, names) }));
    const rows = await tx.query<{ hash: string; erasedAt: string }>(
      `select hash, erased_at as "erasedAt" from conversation.erased_identities where tenant_id = $1 and hash = any($2::text[])`,
      [tx.tenantId, [...new Set(asked.flatMap(({ hashes }) => hashes))]],
    );
    if (rows.length === 0) return new Set();
    // Of the same millisecond too: it is in doubt, and a program can send it again.
    const firstLater = new Map(rows.map(({ hash, erasedAt }) => [hash, firstIdOf(new Date(Date.parse(erasedAt) + 1))]));
    const isBefore = (id: string, hash: string): boolean => id.toLowerCase() < (firstLater.get(hash) ?? '');
    return new Set(asked.flatMap(({ messageId, hashes }) => (hashes.some((hash) => isBefore(messageId, hash)) ? [messageId] : [])));
  }

  /** Forgets the oldest of all tenants. Runs under the system role. @returns how many */
  async prune(system: Transaction, before: string, limit: number): Promise<number> {
    return system.execute(
      `with old as materialized (
         select tenant_id, hash from conversation.erased_identities where erased_at < $1 order by erased_at limit $2
       )
       delete from conversation.erased_identities e using old where e.tenant_id = old.tenant_id and e.hash = old.hash`,
      [before, limit],
    );
  }

  #hashes(tx: Transaction, names: Names): string[] {
    return refusalHashes(this.config.REFUSAL_HASH_KEY, tx.tenantId!, names);
  }
}
