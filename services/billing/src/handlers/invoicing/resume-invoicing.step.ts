import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { InvoiceAccountsRepository } from '../../persistence/invoices/invoice-accounts.repository.js';
import {
  InvoicedSubscriptionsRepository,
  type InvoicedSubscription,
} from '../../persistence/invoicing/invoiced-subscriptions.repository.js';
import { AdvanceInvoicing } from './advance-invoicing.step.js';

/** After an invoice has come to be open no more: who was suspended for it alone goes on. */
@Injectable()
export class ResumeInvoicing {
  constructor(
    private readonly subscriptions: InvoicedSubscriptionsRepository,
    private readonly accounts: InvoiceAccountsRepository,
    private readonly advance: AdvanceInvoicing,
  ) {}

  lock(tx: Transaction): Promise<InvoicedSubscription | undefined> {
    return this.subscriptions.lock(tx);
  }

  /** @param subscription as `lock` gave it */
  async execute(tx: Transaction, subscription: InvoicedSubscription | undefined): Promise<void> {
    if (subscription) await this.advance.settle(tx, subscription, await this.accounts.company(tx));
  }
}
