import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import type { Money } from '../../domain/ledger/money.js';
import type { Deposit } from '../../domain/ledger/transfer.js';
import { LedgerRepository, type StoredTransfer } from '../../persistence/ledger/ledger.repository.js';
import { Audit } from '../audit/audit.step.js';
import { InvoiceTopUps } from '../invoices/invoice-top-ups.step.js';
import { Deposits } from './deposits.step.js';

/** What the operator gives without a payment, and takes back. Nothing in the ledger is changed: a mistake has its opposite. */
@Injectable()
export class CorrectLedgerHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly deposits: Deposits,
    private readonly ledger: LedgerRepository,
    private readonly audit: Audit,
    private readonly invoices: InvoiceTopUps,
  ) {}

  /** The same reference twice is once. @throws {Problem} 409 deposit_currency, reference_reused */
  async credit(tenantId: string, money: Money, reference: string, by: Actor): Promise<{ transfer: StoredTransfer; deposit: Deposit }> {
    return this.database.forTenant(tenantId, async (tx) => {
      const { transfer, isNew } = await this.deposits.credit(tx, money, 'operator', reference);
      if (isNew) this.audit.append(tx, by, 'credited', { type: 'deposit', id: tenantId }, null, { ...money, reference });
      return { transfer, deposit: (await this.ledger.deposit(tx))! };
    });
  }

  /** The same entry twice is once. Of a payment there is a credit note. @throws {Problem} 404 not_found; 409 not_reversible, deposit_too_small */
  async reverse(tenantId: string, transferId: string, by: Actor): Promise<{ transfer: StoredTransfer; deposit: Deposit }> {
    return this.database.forTenant(tenantId, async (tx) => {
      const entry = await this.ledger.byId(tx, transferId);
      if (!entry) throw Problem.notFound('ledger entry');
      const { transfer, isNew } = await this.deposits.reverse(tx, entry);
      if (isNew) {
        const { kind, amountMinor, currency, reference } = entry;
        this.audit.append(tx, by, 'corrected', { type: 'deposit', id: tenantId }, null, { kind, amountMinor, currency, reference });
        if (kind === 'top_up') await this.invoices.takenBack(tx, { amountMinor, currency }, entry.source, reference, transfer.reference);
      }
      return { transfer, deposit: (await this.ledger.deposit(tx))! };
    });
  }
}
