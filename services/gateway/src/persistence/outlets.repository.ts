import type { Transaction } from '#database';
import type { Directory, NumberOwner } from '../domain/webhooks/routing.js';

/** Without Nest: the thread that splits uses it too. */
export class OutletsRepository {
  /** Who has these numbers and accounts, of all tenants, suspended ones too: their customers' messages are kept all the same. */
  async directory(tx: Transaction, phoneNumberIds: readonly string[], wabaIds: readonly string[]): Promise<Directory> {
    const directory: Directory = { numbers: new Map(), accounts: new Map() };
    if (phoneNumberIds.length === 0 && wabaIds.length === 0) return directory;
    const rows = await tx.query<NumberOwner & { phoneNumberId: string }>(
      `select phone_number_id as "phoneNumberId", waba_id as "wabaId", tenant_id as "tenantId", id as "outletId"
       from tenant.outlets_v1 where phone_number_id = any($1::text[])
       union
       select phone_number_id, waba_id, tenant_id, id from tenant.outlets_v1 where waba_id = any($2::text[])`,
      [phoneNumberIds, wabaIds],
    );
    for (const { phoneNumberId, ...owner } of rows) {
      directory.numbers.set(phoneNumberId, owner);
      const tenants = directory.accounts.get(owner.wabaId) ?? new Set();
      directory.accounts.set(owner.wabaId, tenants.add(owner.tenantId));
    }
    return directory;
  }
}
