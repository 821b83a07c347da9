import { Module } from '@nestjs/common';
import { Clock } from '../handlers/customers/clock.state.js';
import { CustomersRepository } from '../persistence/customers/customers.repository.js';

/** Who has ordered, and the time by which it is done. */
@Module({ providers: [Clock, CustomersRepository], exports: [Clock, CustomersRepository] })
export class CustomersModule {}
