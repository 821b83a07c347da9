import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { CONFIG } from '#service-kit';
import { publicLink, type Config } from '../../config.js';
import { isOpen } from '../../domain/invoices/states.js';
import { ConnectionRow, type Connection } from '../../persistence/connections/connection.entity.js';
import type { Invoice } from '../../persistence/invoices/invoice.entity.js';
import { PayLinksRepository } from '../../persistence/payments/pay-links.repository.js';

/** So many random bytes that nobody finds a link by trying. */
const TOKEN_BYTES = 24;
export const TOKEN = /^[\w-]{32}$/;

/** The addresses at which customers pay invoices. They stay the same while checkouts behind them come and go. */
@Injectable()
export class PayLinks {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly links: PayLinksRepository,
  ) {}

  /** The account that takes payments: the newest connection that is on and has a key. */
  async account(tx: Transaction): Promise<Connection | undefined> {
    const all = await tx.rows(ConnectionRow).list('id');
    return all.findLast(({ platform, enabled, credentials }) => platform === 'stripe' && enabled && credentials !== null);
  }

  /** The link of an invoice, where it has one. */
  async find(tx: Transaction, invoiceId: string): Promise<string | undefined> {
    const token = await this.links.find(tx, invoiceId);
    return token === undefined ? undefined : this.address(token);
  }

  /** For a customer who is told of the invoice. @returns null where nothing is due, or no account takes payments */
  async offered(tx: Transaction, invoice: Invoice): Promise<string | null> {
    return isOpen(invoice.status) && (await this.account(tx)) ? this.make(tx, invoice.id) : null;
  }

  /** The link of an invoice; it is made with the first call. */
  async make(tx: Transaction, invoiceId: string): Promise<string> {
    await this.links.insert(tx, invoiceId, randomBytes(TOKEN_BYTES).toString('base64url'));
    return this.address((await this.links.find(tx, invoiceId))!);
  }

  address = (token: string): string => publicLink(this.config, `/pay/${token}`);
}
