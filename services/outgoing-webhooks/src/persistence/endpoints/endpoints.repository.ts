import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

/** What an endpoint wants to be told. */
export interface Listener {
  id: string;
  events: string[];
}

export interface EndpointKey {
  tenantId: string;
  id: string;
}

@Injectable()
export class EndpointsRepository {
  /**
   * Endpoints that are told, and those that were switched off by their failures since then: what happens waits for them. None of them is
   * deleted until the transaction ends, so that nothing is left waiting for nobody.
   */
  async listeners(tx: Transaction, since: string): Promise<Listener[]> {
    return tx.query(
      `select id, events from outgoing_webhooks.endpoints where tenant_id = $1 and (enabled or off_reason is not null and off_at > $2) order by id for key share`,
      [tx.tenantId, since],
    );
  }

  /** Sealed secrets of all tenants, by pages. System role. */
  async sealedPage(
    system: Transaction,
    after: EndpointKey,
    limit: number,
  ): Promise<(EndpointKey & { secret: string; formerSecret: string | null })[]> {
    return system.query(
      `select tenant_id as "tenantId", id, secret, former_secret as "formerSecret" from outgoing_webhooks.endpoints
       where (tenant_id, id) > ($1::uuid, $2::uuid) order by tenant_id, id limit $3`,
      [after.tenantId, after.id, limit],
    );
  }

  /** Only if nobody changed it meanwhile. System role. @returns how many */
  async replaceSealed(
    system: Transaction,
    key: EndpointKey,
    before: { secret: string },
    now: { secret: string; formerSecret: string | null },
  ): Promise<number> {
    return system.execute(
      `update outgoing_webhooks.endpoints set secret = $4, former_secret = $5 where tenant_id = $1 and id = $2 and secret = $3`,
      [key.tenantId, key.id, before.secret, now.secret, now.formerSecret],
    );
  }
}
