import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { ModelServer } from '../../domain/model-server/model-server.js';

export type StoredModelServer = ModelServer & { version: number; sealed: string };

const STORED = `base_url as "baseUrl", key_hint as "keyHint", model, fallback_model as "fallbackModel", version, api_key_sealed as sealed`;

@Injectable()
export class ModelServersRepository {
  /** Runs changes of one tenant one after the other, even the first, when there is no row to lock yet. */
  async lock(tx: Transaction): Promise<void> {
    await tx.execute(`select pg_advisory_xact_lock(hashtextextended('tenant.model_servers:' || $1::text, 0))`, [tx.tenantId]);
  }

  async find(tx: Transaction): Promise<StoredModelServer | undefined> {
    const [row] = await tx.query<StoredModelServer>(`select ${STORED} from tenant.model_servers where tenant_id = $1`, [tx.tenantId]);
    return row;
  }

  /** @returns the new version */
  async save(tx: Transaction, { baseUrl, keyHint, model, fallbackModel }: ModelServer, sealed: string): Promise<number> {
    const [row] = await tx.query<{ version: number }>(
      `insert into tenant.model_servers (tenant_id, base_url, api_key_sealed, key_hint, model, fallback_model) values ($1, $2, $3, $4, $5, $6)
       on conflict (tenant_id) do update set base_url = excluded.base_url, api_key_sealed = excluded.api_key_sealed, key_hint = excluded.key_hint,
         model = excluded.model, fallback_model = excluded.fallback_model, version = model_servers.version + 1, updated_at = now()
       returning version`,
      [tx.tenantId, baseUrl, sealed, keyHint, model, fallbackModel],
    );
    return row!.version;
  }

  async delete(tx: Transaction): Promise<void> {
    await tx.execute(`delete from tenant.model_servers where tenant_id = $1`, [tx.tenantId]);
  }

  /** Sealed keys of all tenants after the given one. */
  async sealedPage(system: Transaction, after: string, limit: number): Promise<{ tenantId: string; sealed: string }[]> {
    return system.query(
      `select tenant_id as "tenantId", api_key_sealed as sealed from tenant.model_servers where tenant_id > $1 order by tenant_id limit $2`,
      [after, limit],
    );
  }

  /** Replaces a sealed key, unless it was changed in the meantime. @returns how many rows changed */
  async replaceSealed(system: Transaction, tenantId: string, before: string, after: string): Promise<number> {
    return system.execute(`update tenant.model_servers set api_key_sealed = $3 where tenant_id = $1 and api_key_sealed = $2`, [
      tenantId,
      before,
      after,
    ]);
  }
}
