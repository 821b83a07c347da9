import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';

@Injectable()
export class AccountEventsRepository {
  async insert(
    tx: Transaction,
    event: {
      id: string;
      wabaId: string;
      outletId: string | undefined;
      field: string;
      event: string | undefined;
      value: unknown;
      at: string;
    },
  ): Promise<void> {
    await tx.execute(
      `insert into tenant.account_events (tenant_id, id, waba_id, outlet_id, field, event, value, at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [tx.tenantId, event.id, event.wabaId, event.outletId, event.field, event.event, JSON.stringify(event.value ?? null), event.at],
    );
  }
}
