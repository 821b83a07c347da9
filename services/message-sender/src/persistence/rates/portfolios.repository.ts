import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import type { Headroom } from '../../domain/gate/facts.js';
import { limitOf } from '../../domain/rates/messaging-limit.js';

const WINDOW = `interval '24 hours'`;
/** Customers of a day ago that one statement forgets. */
const FORGOTTEN_AT_ONCE = 1_000;
const HASH = (user: string): string => `hashtextextended(${user}, 0)`;

export interface Reached {
  portfolio: string;
  /** Phone or user id. */
  user: string;
  limit: number;
}

@Injectable()
export class PortfoliosRepository {
  /** @returns the limit of the number's portfolio, as Meta names it, and the portfolio; undefined where the outlet is gone */
  async limit(tx: Transaction, outletId: string): Promise<{ messagingLimit: string | null; portfolio: string } | undefined> {
    const [row] = await tx.query<{ messagingLimit: string | null; portfolio: string }>(
      `select messaging_limit as "messagingLimit", portfolio from tenant.numbers_v1 where tenant_id = $1 and id = $2`,
      [tx.tenantId, outletId],
    );
    return row;
  }

  /** @returns how far the portfolio has used its day, for a customer; null where it has no limit. Counts nobody. */
  async headroom(tx: Transaction, outletId: string, user: string): Promise<Headroom | null> {
    const number = await this.limit(tx, outletId);
    const limit = limitOf(number?.messagingLimit ?? null);
    if (!number || limit === undefined) return null;
    const [row] = await tx.query<Omit<Headroom, 'limit'>>(
      `select coalesce((select users from message_sender.portfolios where tenant_id = $1 and portfolio = $2), 0) as used,
         exists (select from message_sender.portfolio_users
           where tenant_id = $1 and portfolio = $2 and user_hash = ${HASH('$3::text')} and reached_at > now() - ${WINDOW}) as "isReached",
         (select to_char((reached_at + ${WINDOW}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') from message_sender.portfolio_users
           where tenant_id = $1 and portfolio = $2 order by reached_at limit 1) as "freeAt"`,
      [tx.tenantId, number.portfolio, user],
    );
    return { limit, ...row! };
  }

  /**
   * Counts a customer who is about to be reached, once however often they are.
   *
   * The row of the portfolio is locked from here on, so that two who reach the last ones wait for each other.
   *
   * @returns undefined when they may be reached; otherwise, with nothing counted, in how many milliseconds the next one may
   */
  async reach(tx: Transaction, { portfolio, user, limit }: Reached): Promise<number | undefined> {
    const [row] = await tx.query<{ users: number; isNew: number }>(
      `with added as (
         insert into message_sender.portfolio_users (tenant_id, portfolio, user_hash) values ($1, $2, ${HASH('$3::text')})
         on conflict (tenant_id, portfolio, user_hash) do update set reached_at = now() returning (xmax = 0)::integer as is_new)
       insert into message_sender.portfolios as p (tenant_id, portfolio, users) select $1, $2, is_new from added
       on conflict (tenant_id, portfolio) do update set users = p.users + excluded.users
       returning users, (select is_new from added) as "isNew"`,
      [tx.tenantId, portfolio, user],
    );
    if (row!.isNew === 0 || row!.users <= limit) return undefined;
    if ((await this.#forget(tx, portfolio)) <= limit) return undefined;
    const [next] = await tx.query<{ waitMs: number }>(
      `with gone as (
         delete from message_sender.portfolio_users where tenant_id = $1 and portfolio = $2 and user_hash = ${HASH('$3::text')}),
       fewer as (update message_sender.portfolios set users = users - 1 where tenant_id = $1 and portfolio = $2)
       select greatest(1000, 1000 * extract(epoch from reached_at + ${WINDOW} - now())::float8) as "waitMs"
       from message_sender.portfolio_users where tenant_id = $1 and portfolio = $2 order by reached_at limit 1`,
      [tx.tenantId, portfolio, user],
    );
    return next!.waitMs;
  }

  /** Customers whom the portfolio has reached longer ago than counts. @returns how many are left */
  async #forget(tx: Transaction, portfolio: string): Promise<number> {
    const [row] = await tx.query<{ users: number }>(
      `with gone as (
         delete from message_sender.portfolio_users u using (
           select user_hash from message_sender.portfolio_users
           where tenant_id = $1 and portfolio = $2 and reached_at < now() - ${WINDOW} order by reached_at limit ${FORGOTTEN_AT_ONCE}
           for update skip locked) old
         where u.tenant_id = $1 and u.portfolio = $2 and u.user_hash = old.user_hash returning 1)
       update message_sender.portfolios set users = users - (select count(*)::integer from gone)
       where tenant_id = $1 and portfolio = $2 returning users`,
      [tx.tenantId, portfolio],
    );
    return row!.users;
  }

  async used(tx: Transaction, portfolio: string): Promise<number> {
    const [row] = await tx.query<{ users: number }>(`select users from message_sender.portfolios where tenant_id = $1 and portfolio = $2`, [
      tx.tenantId,
      portfolio,
    ]);
    return row?.users ?? 0;
  }

  /** The same for all portfolios of all tenants. Runs under the system role. @returns how many customers, at most `limit` */
  async prune(tx: Transaction, limit: number): Promise<number> {
    const [row] = await tx.query<{ count: number }>(
      `with old as materialized (
         select tenant_id, portfolio, user_hash from message_sender.portfolio_users
         where reached_at < now() - ${WINDOW} order by reached_at limit $1 for update skip locked),
       gone as (
         delete from message_sender.portfolio_users u using old
         where u.tenant_id = old.tenant_id and u.portfolio = old.portfolio and u.user_hash = old.user_hash returning u.tenant_id, u.portfolio),
       fewer as (
         update message_sender.portfolios p set users = p.users - g.users
         from (select tenant_id, portfolio, count(*)::integer as users from gone group by tenant_id, portfolio order by 1, 2) g
         where p.tenant_id = g.tenant_id and p.portfolio = g.portfolio)
       select count(*)::integer as count from gone`,
      [limit],
    );
    return row!.count;
  }
}
