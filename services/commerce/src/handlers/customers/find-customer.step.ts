import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { Problem } from '#service-kit';
import { CustomersRepository, type Customer } from '../../persistence/customers/customers.repository.js';

/** Whose an order or an invoice is that a person or a program makes. */
@Injectable()
export class FindCustomer {
  constructor(private readonly customers: CustomersRepository) {}

  /** @param contactId goes before the phone @returns undefined of a number that no contact has yet @throws {Problem} validation_failed */
  async execute(tx: Transaction, contactId: string | null | undefined, phone: string | null | undefined): Promise<Customer | undefined> {
    if (!contactId) return phone ? this.customers.findByPhone(tx, phone) : undefined;
    const customer = await this.customers.find(tx, contactId);
    if (customer) return customer;
    throw Problem.invalid([{ field: 'contactId', message: 'contactId must be the id of a contact; send phone if there is none yet' }]);
  }
}
