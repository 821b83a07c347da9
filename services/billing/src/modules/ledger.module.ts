import { Module } from '@nestjs/common';
import { LedgerController } from '../entrypoints/ledger/ledger.controller.js';
import { CorrectLedgerHandler } from '../handlers/ledger/correct-ledger.handler.js';
import { DepositMoneyHandler } from '../handlers/ledger/deposit-money.handler.js';
import { Deposits } from '../handlers/ledger/deposits.step.js';
import { ReadLedgerHandler } from '../handlers/ledger/read-ledger.handler.js';
import { LedgerRepository } from '../persistence/ledger/ledger.repository.js';
import { AuditModule } from './audit.module.js';
import { InvoicesModule } from './invoices.module.js';

/** A tenant's money: what was paid in, and what it was used for. Whoever takes payments imports it for `Deposits`. */
@Module({
  imports: [AuditModule, InvoicesModule],
  controllers: [LedgerController],
  providers: [CorrectLedgerHandler, Deposits, DepositMoneyHandler, ReadLedgerHandler, LedgerRepository],
  exports: [Deposits, LedgerRepository],
})
export class LedgerModule {}
