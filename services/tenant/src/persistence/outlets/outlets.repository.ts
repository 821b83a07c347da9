import { Injectable } from '@nestjs/common';
import { idAfter, type Transaction } from '#database';
import type { NumberChange, Quality } from '../../domain/outlets/account-change.js';
import type { Confirmation } from '../../domain/outlets/number-claim.js';
import type { GraphProblem, GraphSaid, Health, NumberFacts } from '../../domain/outlets/outlet-check.js';
import type { OutletSettings } from '../../domain/outlets/outlet-settings.js';

/** Without the access token. */
export interface Outlet {
  id: string;
  name: string;
  phoneNumberId: string;
  wabaId: string;
  displayPhoneNumber: string;
  /** Only an active one sends and receives. `quarantined`: confirmed, but another tenant had the number until recently. */
  status: 'active' | 'disabled' | 'unconfirmed' | 'quarantined';
  confirmation: Confirmation;
  /** When WhatsApp confirmed it; null if only the operator vouches for it, or nobody does. */
  confirmedAt: string | null;
  confirmationProblem: string | null;
  confirmationDetail: string | null;
  /** Time of the next automatic question. */
  asksAgainAt: string | null;
  /** What arrives from this time on is the tenant's. */
  receivesFrom: string | null;
  quality: Quality;
  messagingLimit: string | null;
  throughput: 'STANDARD' | 'HIGH';
  verifiedName: string | null;
  /** As Meta spells it. */
  metaStatus: string | null;
  health: Health;
  webhooksSubscribed: boolean | null;
  /** Code of the error that the last check found. */
  checkProblem: string | null;
  /** The error of Graph behind the present problem, as Graph told it. */
  whatsappError: GraphSaid | null;
  checkedAt: string | null;
  settings: OutletSettings;
  version: number;
  createdAt: string;
  updatedAt: string;
}

export interface OutletKey {
  tenantId: string;
  id: string;
}

const STATUS = `case when status <> 'active' then status when routes_from <= now() then status
  when confirmation = 'confirmed' then 'quarantined' else 'unconfirmed' end`;

export const OUTLET_COLUMNS = `id, name, phone_number_id as "phoneNumberId", waba_id as "wabaId", display_phone_number as "displayPhoneNumber",
  ${STATUS} as status, confirmation, confirmed_at as "confirmedAt", confirmation_problem as "confirmationProblem",
  confirmation_detail as "confirmationDetail", case when confirmation = 'waiting' then ask_at end as "asksAgainAt",
  routes_from as "receivesFrom", quality, messaging_limit as "messagingLimit", throughput, verified_name as "verifiedName", meta_status as "metaStatus", health,
  webhooks_subscribed as "webhooksSubscribed", check_problem as "checkProblem", whatsapp_error as "whatsappError", checked_at as "checkedAt", settings, version,
  created_at as "createdAt", updated_at as "updatedAt"`;

const GONE = `status = 'deleted', access_token_sealed = '', ask_at = null, routes_from = null,
  routed_until = case when routes_from <= now() then now() else routed_until end, updated_at = now()`;

@Injectable()
export class OutletsRepository {
  /** How many there are, disabled ones too. @param enough more are not counted */
  async count(tx: Transaction, enough: number): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `select count(*) from (select from tenant.outlets where tenant_id = $1 and status <> 'deleted' limit $2) o`,
      [tx.tenantId, enough],
    );
    return row!.count;
  }

  /** Stores an outlet that waits for its confirmation. @throws unique violation `outlets_own_number` */
  async insert(
    tx: Transaction,
    outlet: Pick<Outlet, 'id' | 'name' | 'phoneNumberId' | 'wabaId' | 'displayPhoneNumber' | 'settings'> & { accessTokenSealed: string },
  ): Promise<Outlet> {
    const rows = await tx.query<Outlet>(
      `insert into tenant.outlets (tenant_id, id, name, phone_number_id, waba_id, display_phone_number, access_token_sealed, settings)
       values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${OUTLET_COLUMNS}`,
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
    return (
      await tx.query<Outlet>(`select ${OUTLET_COLUMNS} from tenant.outlets where tenant_id = $1 and id = $2 and status <> 'deleted'`, [
        tx.tenantId,
        id,
      ])
    )[0];
  }

  async findByNumberId(tx: Transaction, phoneNumberId: string): Promise<Outlet | undefined> {
    const rows = await tx.query<Outlet>(
      `select ${OUTLET_COLUMNS} from tenant.outlets where tenant_id = $1 and phone_number_id = $2 and status <> 'deleted'`,
      [tx.tenantId, phoneNumberId],
    );
    return rows[0];
  }

  /** @param digits of the number as Meta shows it */
  async findByNumber(tx: Transaction, wabaId: string, digits: string): Promise<Outlet | undefined> {
    const rows = await tx.query<Outlet>(
      `select ${OUTLET_COLUMNS} from tenant.outlets
       where tenant_id = $1 and waba_id = $2 and regexp_replace(display_phone_number, '\\D', '', 'g') = $3 and status <> 'deleted'`,
      [tx.tenantId, wabaId, digits],
    );
    return rows[0];
  }

  /** Reads and locks the row for a change. */
  async lock(tx: Transaction, id: string): Promise<Outlet | undefined> {
    return (
      await tx.query<Outlet>(
        `select ${OUTLET_COLUMNS} from tenant.outlets where tenant_id = $1 and id = $2 and status <> 'deleted' for update`,
        [tx.tenantId, id],
      )
    )[0];
  }

  async page(
    tx: Transaction,
    filter: { status?: Outlet['status']; search?: string },
    after: string | undefined,
    limit: number,
  ): Promise<Outlet[]> {
    return tx.query(
      `select ${OUTLET_COLUMNS} from tenant.outlets
       where tenant_id = $5 and status <> 'deleted' and ${idAfter('id', '$1')} and ($2::text is null or ${STATUS} = $2)
         and ($3::text is null or position(lower($3) in lower(name)) > 0 or position($3 in display_phone_number) > 0)
       order by id limit $4`,
      [after, filter.status, filter.search, limit, tx.tenantId],
    );
  }

  /** Leaves undefined fields unchanged. */
  async change(
    tx: Transaction,
    id: string,
    change: {
      name: string | undefined;
      status: 'active' | 'disabled' | undefined;
      settings: OutletSettings | undefined;
      accessTokenSealed: string | undefined;
    },
  ): Promise<Outlet> {
    const rows = await tx.query<Outlet>(
      `update tenant.outlets set name = coalesce($2, name), status = coalesce($3, status), settings = coalesce($4, settings),
         access_token_sealed = coalesce($5, access_token_sealed), version = version + 1, updated_at = now()
       where tenant_id = $6 and id = $1 returning ${OUTLET_COLUMNS}`,
      [id, change.name, change.status, change.settings && JSON.stringify(change.settings), change.accessTokenSealed, tx.tenantId],
    );
    return rows[0]!;
  }

  /** The outlets of the account, and of the accounts that are known to be of the same portfolio, locked for a change. */
  async lockPortfolio(tx: Transaction, wabaId: string): Promise<Outlet[]> {
    return tx.query<Outlet>(
      `select ${OUTLET_COLUMNS} from tenant.outlets
       where tenant_id = $1 and status <> 'deleted' and (waba_id = $2 or portfolio_id in (
         select portfolio_id from tenant.outlets where tenant_id = $1 and waba_id = $2 and status <> 'deleted'))
       order by id for update`,
      [tx.tenantId, wabaId],
    );
  }

  /** A report of Meta is no edit: it does not change the version, which detects conflicting edits. */
  async applyNumberChange(tx: Transaction, id: string, change: NumberChange): Promise<Outlet> {
    const rows = await tx.query<Outlet>(
      `update tenant.outlets set quality = coalesce($2, quality), messaging_limit = coalesce($3, messaging_limit),
         throughput = coalesce($4, throughput), updated_at = now()
       where tenant_id = $5 and id = $1 returning ${OUTLET_COLUMNS}`,
      [id, change.quality, change.messagingLimit, change.throughput, tx.tenantId],
    );
    return rows[0]!;
  }

  async sealedToken(tx: Transaction, id: string): Promise<string | undefined> {
    const rows = await tx.query<{ sealed: string }>(
      `select access_token_sealed as sealed from tenant.outlets where tenant_id = $1 and id = $2 and status <> 'deleted'`,
      [tx.tenantId, id],
    );
    return rows[0]?.sealed;
  }

  /** Stores what a check with Graph found; leaves undefined facts unchanged. */
  async recordCheck(
    tx: Transaction,
    id: string,
    check: {
      facts: NumberFacts | undefined;
      health: Health | undefined;
      webhooksSubscribed: boolean | undefined;
      problem: GraphProblem | undefined;
    },
  ): Promise<Outlet> {
    const { facts } = check;
    const rows = await tx.query<Outlet>(
      `update tenant.outlets set verified_name = coalesce($2, verified_name), display_phone_number = coalesce($3, display_phone_number),
         quality = coalesce($4, quality), throughput = coalesce($5, throughput), messaging_limit = coalesce($6, messaging_limit),
         meta_status = coalesce($7, meta_status), health = coalesce($8, health),
         webhooks_subscribed = coalesce($9, webhooks_subscribed), on_phone_app = coalesce($13, on_phone_app),
         portfolio_id = coalesce($14, portfolio_id), check_problem = $10,
         whatsapp_error = $12, checked_at = now(), updated_at = now()
       where tenant_id = $11 and id = $1 returning ${OUTLET_COLUMNS}`,
      [
        id,
        facts?.verifiedName,
        facts?.displayPhoneNumber,
        facts?.quality,
        facts?.throughput,
        facts?.messagingLimit,
        facts?.metaStatus,
        check.health,
        check.webhooksSubscribed,
        check.problem?.code ?? null,
        tx.tenantId,
        check.problem?.said ? JSON.stringify(check.problem.said) : null,
        facts?.onPhoneApp ?? null,
        facts?.portfolioId ?? null,
      ],
    );
    return rows[0]!;
  }

  /** Keeps the row for the history, deletes its token and frees the number. @returns whether it existed */
  async markDeleted(tx: Transaction, id: string): Promise<boolean> {
    return (
      (await tx.execute(`update tenant.outlets set ${GONE} where tenant_id = $1 and id = $2 and status <> 'deleted'`, [tx.tenantId, id])) >
      0
    );
  }

  /** Accounts at WhatsApp that deliver to the tenant, each with the token of one of its outlets. */
  async subscriptionsOf(system: Transaction, tenantId: string): Promise<{ outletId: string; wabaId: string; sealed: string }[]> {
    return system.query(
      `select distinct on (waba_id) id as "outletId", waba_id as "wabaId", access_token_sealed as sealed from tenant.outlets
       where tenant_id = $1 and status <> 'deleted' and confirmation = 'confirmed' order by waba_id, id`,
      [tenantId],
    );
  }

  /** The same for all outlets of a tenant. */
  async markAllDeleted(system: Transaction, tenantId: string): Promise<void> {
    await system.execute(`update tenant.outlets set ${GONE} where tenant_id = $1 and status <> 'deleted'`, [tenantId]);
  }

  /** Sealed tokens of all tenants, in the order of tenants and outlets. */
  async sealedPage(system: Transaction, after: OutletKey, limit: number): Promise<(OutletKey & { sealed: string })[]> {
    return system.query(
      `select tenant_id as "tenantId", id, access_token_sealed as sealed from tenant.outlets
       where (tenant_id, id) > ($1::uuid, $2::uuid) and status <> 'deleted' order by tenant_id, id limit $3`,
      [after.tenantId, after.id, limit],
    );
  }

  /** Replaces a sealed token, unless it was changed in the meantime. @returns how many rows changed */
  async replaceSealed(system: Transaction, { tenantId, id }: OutletKey, before: string, after: string): Promise<number> {
    return system.execute(
      `update tenant.outlets set access_token_sealed = $4 where tenant_id = $1 and id = $2 and access_token_sealed = $3`,
      [tenantId, id, before, after],
    );
  }
}
