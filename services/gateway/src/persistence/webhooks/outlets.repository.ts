import type { Transaction } from '#database';
import type { Directory, NumberOwner } from '../../domain/webhooks/routing.js';

type Outlet = NumberOwner & { phoneNumberId: string };
const COLUMNS = `phone_number_id as "phoneNumberId", waba_id as "wabaId", tenant_id as "tenantId", id as "outletId", routes_from as since`;

/** Without Nest: the splitting thread uses it, too. */
export class OutletsRepository {
  /**
   * Which tenants have these numbers and accounts, confirmed. Suspended tenants count: their customers' messages are kept. Unconfirmed claims
   * are not in the view.
   */
  async directory(tx: Transaction, phoneNumberIds: readonly string[], wabaIds: readonly string[]): Promise<Directory> {
    const directory: Directory = { numbers: new Map(), accounts: new Map() };
    const [ofNumbers, ofAccounts] = await Promise.all([
      phoneNumberIds.length > 0
        ? tx.query<Outlet>(`select ${COLUMNS} from tenant.routes_v1 where phone_number_id = any($1::text[])`, [phoneNumberIds])
        : [],
      // Account changes are few; most batches have none.
      wabaIds.length > 0 ? tx.query<Outlet>(`select ${COLUMNS} from tenant.routes_v1 where waba_id = any($1::text[])`, [wabaIds]) : [],
    ]);
    for (const { phoneNumberId, ...owner } of [...ofNumbers, ...ofAccounts]) {
      directory.numbers.set(phoneNumberId, owner);
      const tenants = directory.accounts.get(owner.wabaId) ?? new Map<string, string>();
      const known = tenants.get(owner.tenantId);
      // A tenant has an account since its first number there.
      if (known === undefined || Date.parse(owner.since) < Date.parse(known)) tenants.set(owner.tenantId, owner.since);
      directory.accounts.set(owner.wabaId, tenants);
    }
    return directory;
  }
}
