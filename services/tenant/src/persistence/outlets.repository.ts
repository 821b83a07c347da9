import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { NumberChange, Quality } from '../domain/account-change.js';

export interface OutletSettings {
  replyDebounceMs?: number;
  language?: string;
}

/** Without the access token, which only {@link OutletsRepository.sealedPage} reads. */
export interface Outlet {
  id: string;
  name: string;
  phoneNumberId: string;
  wabaId: string;
  displayPhoneNumber: string;
  status: 'active' | 'disabled';
  quality: Quality;
  messagingLimit: string | null;
  throughput: 'STANDARD' | 'HIGH';
  settings: OutletSettings;
  createdAt: string;
  updatedAt: string;
}

const COLUMNS = `id, name, phone_number_id as "phoneNumberId", waba_id as "wabaId", display_phone_number as "displayPhoneNumber", status,
  quality, messaging_limit as "messagingLimit", throughput, settings, created_at as "createdAt", updated_at as "updatedAt"`;

@Injectable()
export class OutletsRepository {
  /** @throws unique violation `outlets_phone_number_id` */
  async insert(
    tx: Transaction,
    outlet: Pick<Outlet, 'id' | 'name' | 'phoneNumberId' | 'wabaId' | 'displayPhoneNumber' | 'settings'> & { accessTokenSealed: string },
  ): Promise<Outlet> {
    const rows = await tx.query<Outlet>(
      `insert into tenant.outlets (tenant_id, id, name, phone_number_id, waba_id, display_phone_number, access_token_sealed, settings)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${COLUMNS}`,
      [
        tx.tenantId,
        outlet.id,
        outlet.name,
        outlet.phoneNumberId,
        outlet.wabaId,
        outlet.displayPhoneNumber,
        outlet.accessTokenSealed,
        JSON.stringify(outlet.settings),
      ],
    );
    return rows[0]!;
  }

  async find(tx: Transaction, id: string): Promise<Outlet | undefined> {
    return (await tx.query<Outlet>(`select ${COLUMNS} from tenant.outlets where id = $1 and status <> 'deleted'`, [id]))[0];
  }

  /** @param digits of the number as Meta shows it */
  async findByNumber(tx: Transaction, wabaId: string, digits: string): Promise<Outlet | undefined> {
    const rows = await tx.query<Outlet>(
      `select ${COLUMNS} from tenant.outlets
       where waba_id = $1 and regexp_replace(display_phone_number, '\\D', '', 'g') = $2 and status <> 'deleted'`,
      [wabaId, digits],
    );
    return rows[0];
  }

  async page(tx: Transaction, after: string | undefined, limit: number): Promise<Outlet[]> {
    return tx.query(
      `select ${COLUMNS} from tenant.outlets where status <> 'deleted' and ($1::uuid is null or id > $1) order by id limit $2`,
      [after, limit],
    );
  }

  /** What is undefined stays as it is. */
  async change(
    tx: Transaction,
    id: string,
    change: { name: string | undefined; settings: OutletSettings | undefined; accessTokenSealed: string | undefined },
  ): Promise<Outlet | undefined> {
    const rows = await tx.query<Outlet>(
      `update tenant.outlets set name = coalesce($2, name), settings = coalesce($3, settings),
         access_token_sealed = coalesce($4, access_token_sealed), updated_at = now()
       where id = $1 and status <> 'deleted' returning ${COLUMNS}`,
      [id, change.name, change.settings && JSON.stringify(change.settings), change.accessTokenSealed],
    );
    return rows[0];
  }

  async applyNumberChange(tx: Transaction, id: string, change: NumberChange): Promise<void> {
    await tx.execute(
      `update tenant.outlets set quality = coalesce($2, quality), messaging_limit = coalesce($3, messaging_limit),
         throughput = coalesce($4, throughput), updated_at = now()
       where id = $1`,
      [id, change.quality, change.messagingLimit, change.throughput],
    );
  }

  /** Keeps the row for the history that refers to it, but not its secret, and frees the number. @returns whether it was there */
  async markDeleted(tx: Transaction, id: string): Promise<boolean> {
    return (
      (await tx.execute(
        `update tenant.outlets set status = 'deleted', access_token_sealed = '', updated_at = now() where id = $1 and status <> 'deleted'`,
        [id],
      )) > 0
    );
  }

  /** Sealed tokens of all tenants, in the order of their ids. */
  async sealedPage(system: Transaction, after: string | undefined, limit: number): Promise<{ id: string; sealed: string }[]> {
    return system.query(
      `select id, access_token_sealed as sealed from tenant.outlets
       where status <> 'deleted' and ($1::uuid is null or id > $1) order by id limit $2`,
      [after, limit],
    );
  }

  /** Puts one sealed form in the place of another; nothing happens when the token was changed meanwhile. */
  async replaceSealed(system: Transaction, id: string, before: string, after: string): Promise<number> {
    return system.execute(`update tenant.outlets set access_token_sealed = $3 where id = $1 and access_token_sealed = $2`, [
      id,
      before,
      after,
    ]);
  }
}
