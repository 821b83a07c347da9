import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { Actor } from '#service-kit';
import type { Money } from '../../domain/ledger/money.js';
import type { Deposit } from '../../domain/ledger/transfer.js';
import { LedgerRepository, type StoredTransfer } from '../../persistence/ledger/ledger.repository.js';
import { Audit } from '../audit/audit.step.js';
import { InvoiceTopUps } from '../invoices/invoice-top-ups.step.js';
import { Deposits } from './deposits.step.js';

@Injectable()
export class DepositMoneyHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly deposits: Deposits,
    private readonly ledger: LedgerRepository,
    private readonly audit: Audit,
    private readonly invoices: InvoiceTopUps,
  ) {}

  /**
   * Records money that a tenant paid the operator by other ways: a bank transfer, say. An invoice says so. The same reference twice is once.
   *
   * @throws {Problem} 409 deposit_currency, reference_reused
   */
  async execute(tenantId: string, money: Money, reference: string, by: Actor): Promise<{ transfer: StoredTransfer; deposit: Deposit }> {
    return this.database.forTenant(tenantId, async (tx) => {
      const { transfer, isNew } = await this.deposits.topUp(tx, money, 'operator', reference);
      if (isNew) {
        this.audit.append(tx, by, 'paid_in', { type: 'deposit', id: tenantId }, null, { ...money, reference });
        await this.invoices.paid(tx, money, 'operator', reference);
      }
      return { transfer, deposit: (await this.ledger.deposit(tx))! };
    });
  }
}
