import { Module } from '@nestjs/common';
import { Clock } from '../handlers/customers/clock.state.js';
import { FindCustomer } from '../handlers/customers/find-customer.step.js';
import { CustomersRepository } from '../persistence/customers/customers.repository.js';

/** Who has ordered, and the time by which it is done. */
@Module({ providers: [Clock, FindCustomer, CustomersRepository], exports: [Clock, FindCustomer, CustomersRepository] })
export class CustomersModule {}
