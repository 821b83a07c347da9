import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { columnsOf, type Read, type Transaction } from '#database';
import type { Money } from '../../domain/ledger/money.js';
import { TRANSFERS, type Deposit, type Source, type Transfer } from '../../domain/ledger/transfer.js';
import { LedgerTransferRow } from './ledger-transfer.entity.js';

export type StoredTransfer = Omit<Read<LedgerTransferRow>, 'tenantId'>;

const COLUMNS = columnsOf(LedgerTransferRow);

@Injectable()
export class LedgerRepository {
  /** @returns undefined where the tenant never had one */
  async deposit(tx: Transaction): Promise<Deposit | undefined> {
    const [row] = await tx.query<{ currency: string; balance: number; reserved: number }>(
      `select currency, balance_minor as balance, reserved_minor as reserved from billing.ledger_accounts
       where tenant_id = $1 and account = 'deposit'`,
      [tx.tenantId],
    );
    if (!row) return undefined;
    const { currency, balance, reserved } = row;
    return { balance: { amountMinor: balance, currency }, reserved: { amountMinor: reserved, currency } };
  }

  /** Makes the accounts of a kind of transfer where they are not yet, and keeps them for this transaction, in one order for all. */
  async lock(tx: Transaction, kind: Transfer['kind'], currency: string): Promise<void> {
    const { from, to } = TRANSFERS[kind];
    const accounts = [from, to].sort();
    await tx.execute(
      `insert into billing.ledger_accounts (tenant_id, account, currency) select $1, unnest($2::text[]), $3 on conflict do nothing`,
      [tx.tenantId, accounts, currency],
    );
    await tx.execute(
      `select from billing.ledger_accounts where tenant_id = $1 and account = any($2::text[]) and currency = $3 order by account for update`,
      [tx.tenantId, accounts, currency],
    );
  }

  /** Moves money between accounts that are locked. @returns the transfer; undefined where its reference was used before */
  async post(tx: Transaction, { kind, money, source, reference, units }: Transfer): Promise<StoredTransfer | undefined> {
    const { from, to } = TRANSFERS[kind];
    const [posted] = await tx.query<StoredTransfer>(
      `with posted as (
         insert into billing.ledger_transfers (tenant_id, id, kind, from_account, to_account, currency, amount_minor, source, reference, units)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (tenant_id, source, reference) do nothing returning *),
       moved as (
         update billing.ledger_accounts a
         set balance_minor = a.balance_minor + case a.account when p.to_account then p.amount_minor else -p.amount_minor end
         from posted p where a.tenant_id = $1 and a.account in (p.from_account, p.to_account) and a.currency = p.currency)
       select ${columnsOf(LedgerTransferRow, 'p')} from posted p`,
      [tx.tenantId, v7(), kind, from, to, money.currency, money.amountMinor, source, reference, units ?? null],
    );
    return posted;
  }

  /** Adds to what was used beyond the plan on a day, in UTC. @param meter of what was used @param at today where it is left out */
  async addOverage(tx: Transaction, meter: string, money: Money, units: number, at?: string): Promise<void> {
    await tx.execute(
      `insert into billing.overage_daily as o (tenant_id, day, meter, currency, units, amount_minor)
       values ($1, (coalesce($6::timestamptz, now()) at time zone 'utc')::date, $2, $3, $4, $5)
       on conflict (tenant_id, day, meter, currency) do update
         set units = o.units + excluded.units, amount_minor = o.amount_minor + excluded.amount_minor`,
      [tx.tenantId, meter, money.currency, units, money.amountMinor, at ?? null],
    );
  }

  async find(tx: Transaction, source: Source, reference: string): Promise<StoredTransfer | undefined> {
    const [found] = await tx.query<StoredTransfer>(
      `select ${COLUMNS} from billing.ledger_transfers where tenant_id = $1 and source = $2 and reference = $3`,
      [tx.tenantId, source, reference],
    );
    return found;
  }

  async byId(tx: Transaction, id: string): Promise<StoredTransfer | undefined> {
    const [found] = await tx.query<StoredTransfer>(`select ${COLUMNS} from billing.ledger_transfers where tenant_id = $1 and id = $2`, [
      tx.tenantId,
      id,
    ]);
    return found;
  }

  /** The newest first. @param before the id at which the page before ended */
  async list(tx: Transaction, before: string | undefined, limit: number): Promise<StoredTransfer[]> {
    return tx.query(
      `select ${COLUMNS} from billing.ledger_transfers
       where tenant_id = $1 and id = any(array(
         select t.id from billing.ledger_transfers t where t.tenant_id = $1 and t.id < $2::uuid order by t.id desc limit $3))
       order by id desc`,
      [tx.tenantId, before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff', limit],
    );
  }
}
