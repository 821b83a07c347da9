import { Module } from '@nestjs/common';
import { ContactErasureConsumer } from '../entrypoints/privacy/contact-erasure.consumer.js';
import { EraseContactHandler } from '../handlers/privacy/erase-contact.handler.js';
import { ConnectionsModule } from './connections.module.js';
import { InvoicesModule } from './invoices.module.js';
import { OrdersModule } from './orders.module.js';

/** Customers who are forgotten. */
@Module({
  imports: [ConnectionsModule, InvoicesModule, OrdersModule],
  controllers: [ContactErasureConsumer],
  providers: [EraseContactHandler],
})
export class PrivacyModule {}
