import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { ClaimProblem } from '../../domain/outlets/number-claim.js';
import { OUTLET_COLUMNS, type Outlet, type OutletKey } from './outlets.repository.js';

/** An outlet with what WhatsApp is asked about it. */
export interface ClaimingOutlet extends OutletKey {
  phoneNumberId: string;
  wabaId: string;
  sealed: string;
  confirmation: Outlet['confirmation'];
  attempts: number;
}

const CLAIMING = `tenant_id as "tenantId", id, phone_number_id as "phoneNumberId", waba_id as "wabaId", access_token_sealed as sealed,
  confirmation, ask_attempts as attempts`;

const told = ({ said }: ClaimProblem): string | null => (said ? JSON.stringify(said) : null);

/** Which outlets have their numbers, and which only claim them. */
@Injectable()
export class NumberClaimsRepository {
  async find(tx: Transaction, id: string): Promise<ClaimingOutlet | undefined> {
    const rows = await tx.query<ClaimingOutlet>(
      `select ${CLAIMING} from tenant.outlets where tenant_id = $1 and id = $2 and status <> 'deleted'`,
      [tx.tenantId, id],
    );
    return rows[0];
  }

  /** How many of the tenant's outlets are not confirmed; counts up to `most`. */
  async countUnconfirmed(tx: Transaction, most: number): Promise<number> {
    const rows = await tx.query<{ count: number }>(
      `select count(*)::int as count from (
         select 1 from tenant.outlets where tenant_id = $1 and status <> 'deleted' and confirmation <> 'confirmed' limit $2) o`,
      [tx.tenantId, most],
    );
    return rows[0]!.count;
  }

  /** The outlet of another tenant that has the number, confirmed. */
  async holder(system: Transaction, phoneNumberId: string, tenantId: string): Promise<ClaimingOutlet | undefined> {
    const rows = await system.query<ClaimingOutlet>(
      `select ${CLAIMING} from tenant.outlets
       where phone_number_id = $1 and status <> 'deleted' and confirmation = 'confirmed' and tenant_id <> $2`,
      [phoneNumberId, tenantId],
    );
    return rows[0];
  }

  /** Whether another tenant has a confirmed number in the account. */
  async isAccountOfOthers(system: Transaction, wabaId: string, tenantId: string): Promise<boolean> {
    const rows = await system.query(
      `select 1 from tenant.outlets
       where waba_id = $1 and status <> 'deleted' and confirmation = 'confirmed' and tenant_id <> $2 limit 1`,
      [wabaId, tenantId],
    );
    return rows.length > 0;
  }

  /**
   * Gives the number to the outlet. Routing begins with {@link place}, when it is known who had the number before; an outlet that is routed
   * to already stays so.
   *
   * @param leaseMs after which a job goes on, if this process does not
   * @returns undefined if the outlet is gone or has another token by now @throws unique violation `outlets_phone_number_id`
   */
  async confirm(
    tx: Transaction,
    { id, sealed }: { id: string; sealed: string },
    by: 'whatsapp' | 'operator',
    leaseMs: number,
  ): Promise<Outlet | undefined> {
    const rows = await tx.query<Outlet>(
      `update tenant.outlets set confirmation = 'confirmed', confirmed_at = case when $4 = 'whatsapp' then now() end, confirmation_problem = null,
         confirmation_detail = null, whatsapp_error = null, ask_attempts = 0,
         ask_at = case when routes_from is null then now() + make_interval(secs => $5::float8 / 1000) end, updated_at = now()
       where tenant_id = $1 and id = $2 and access_token_sealed = $3 and status <> 'deleted' returning ${OUTLET_COLUMNS}`,
      [tx.tenantId, id, sealed, by, leaseMs],
    );
    return rows[0];
  }

  /**
   * Starts routing to an outlet that has its number: at once, or `quarantineHours` after another tenant had it last. Runs in a later
   * transaction than {@link confirm}: the former holder's has committed by then.
   */
  async place(system: Transaction, { tenantId, id }: OutletKey, quarantineHours: number): Promise<void> {
    await system.execute(
      `update tenant.outlets o set ask_at = null, routes_from = greatest(now(), (
         select f.routed_until from tenant.outlets f
         where f.phone_number_id = o.phone_number_id and f.routed_until is not null and f.tenant_id <> o.tenant_id
         order by f.routed_until desc limit 1) + make_interval(hours => $3))
       where o.tenant_id = $1 and o.id = $2 and o.status <> 'deleted' and o.confirmation = 'confirmed' and o.routes_from is null`,
      [tenantId, id, quarantineHours],
    );
  }

  /** Keeps the claim open and asks again after `pauseMs` (null: not by itself). @returns undefined as for {@link confirm} */
  async wait(
    tx: Transaction,
    { id, sealed }: { id: string; sealed: string },
    problem: ClaimProblem,
    pauseMs: number | null,
  ): Promise<Outlet | undefined> {
    const rows = await tx.query<Outlet>(
      `update tenant.outlets set confirmation = 'waiting', confirmation_problem = $4, confirmation_detail = $5, whatsapp_error = $7,
         ask_at = now() + make_interval(secs => $6::float8 / 1000), updated_at = now()
       where tenant_id = $1 and id = $2 and access_token_sealed = $3 and status <> 'deleted' and confirmation <> 'confirmed'
       returning ${OUTLET_COLUMNS}`,
      [tx.tenantId, id, sealed, problem.code, problem.detail, pauseMs, told(problem)],
    );
    return rows[0];
  }

  /** Restarts the count of attempts. */
  async askAnew(tx: Transaction, id: string): Promise<void> {
    await tx.execute(`update tenant.outlets set ask_attempts = 0 where tenant_id = $1 and id = $2`, [tx.tenantId, id]);
  }

  /** Takes the number from the outlet. If WhatsApp had confirmed it, others wait as after a disconnection. */
  async refuse(
    tx: Transaction,
    { tenantId, id, sealed }: OutletKey & { sealed: string },
    problem: ClaimProblem,
  ): Promise<Outlet | undefined> {
    const rows = await tx.query<Outlet>(
      `update tenant.outlets set confirmation = 'refused', confirmation_problem = $4, confirmation_detail = $5, whatsapp_error = $6, ask_at = null,
         routed_until = case when confirmed_at is not null and routes_from <= now() then now() else routed_until end,
         routes_from = null, updated_at = now()
       where tenant_id = $1 and id = $2 and access_token_sealed = $3 and status <> 'deleted' returning ${OUTLET_COLUMNS}`,
      [tenantId, id, sealed, problem.code, problem.detail, told(problem)],
    );
    return rows[0];
  }

  /** Claims for `leaseMs` the outlets to ask about, and those that have a number and are not routed to yet. */
  async claimDue(system: Transaction, limit: number, leaseMs: number): Promise<ClaimingOutlet[]> {
    return system.query<ClaimingOutlet>(
      `update tenant.outlets set ask_at = now() + make_interval(secs => $2::float8 / 1000), ask_attempts = ask_attempts + 1
       where ctid = any(array(
         select ctid from tenant.outlets where ask_at is not null and ask_at <= now() order by ask_at limit $1 for update skip locked))
       returning ${CLAIMING}`,
      [limit, leaseMs],
    );
  }
}
