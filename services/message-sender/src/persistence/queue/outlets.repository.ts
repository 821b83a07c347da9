import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

export interface Outlet {
  id: string;
  wabaId: string;
  status: string;
  /** What its customers are written to in where nothing else is known. */
  language: string | null;
}

/** An outlet as the gate looks at it. */
export interface SendingOutlet extends Outlet {
  /** `blocked` where WhatsApp lets the number send nothing, as the last look at it found. */
  health: string;
  /** Digits; null where WhatsApp has not told them. */
  phone: string | null;
}

/** Outlets belong to the tenant service; this reads its published view. */
@Injectable()
export class OutletsRepository {
  async find(tx: Transaction, ids: readonly string[]): Promise<Outlet[]> {
    return tx.query<Outlet>(
      `select id, waba_id as "wabaId", status, settings ->> 'language' as language from tenant.outlets_v1
       where tenant_id = $1 and id = any($2::uuid[])`,
      [tx.tenantId, ids],
    );
  }

  async findSending(tx: Transaction, id: string): Promise<SendingOutlet | undefined> {
    const [row] = await tx.query<SendingOutlet>(
      `select o.id, o.waba_id as "wabaId", o.status, o.settings ->> 'language' as language, h.health,
         nullif(regexp_replace(o.display_phone_number, '\\D', '', 'g'), '') as phone
       from tenant.outlets_v1 o join tenant.numbers_v1 h on h.tenant_id = o.tenant_id and h.id = o.id
       where o.tenant_id = $1 and o.id = $2`,
      [tx.tenantId, id],
    );
    return row;
  }

  /** An active outlet of the account. */
  async ofAccount(tx: Transaction, wabaId: string): Promise<string | undefined> {
    const [row] = await tx.query<{ id: string }>(
      `select id from tenant.outlets_v1 where tenant_id = $1 and waba_id = $2 and status = 'active' order by id limit 1`,
      [tx.tenantId, wabaId],
    );
    return row?.id;
  }

  async credentials(tx: Transaction, id: string): Promise<{ phoneNumberId: string; sealedToken: string } | undefined> {
    const [row] = await tx.query<{ phoneNumberId: string; sealedToken: string }>(
      `select phone_number_id as "phoneNumberId", access_token_sealed as "sealedToken" from tenant.outlet_credentials_v1
       where tenant_id = $1 and id = $2`,
      [tx.tenantId, id],
    );
    return row;
  }
}
