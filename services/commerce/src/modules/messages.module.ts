import { Module } from '@nestjs/common';
import { orderMessageRequested, orderMessagesWithdrawn } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox, MessageRequests, Outbox } from '#messaging';
import { RequestedMessageChangedConsumer } from '../entrypoints/messages/requested-message-changed.consumer.js';

/** How messages leave: asked for in the transaction of a change, and what becomes of them. */
@Module({
  controllers: [RequestedMessageChangedConsumer],
  providers: [
    {
      provide: MessageRequests,
      inject: [TenantDatabase, Inbox, Outbox],
      useFactory: (database: TenantDatabase, inbox: Inbox, outbox: Outbox): MessageRequests =>
        new MessageRequests(orderMessageRequested, orderMessagesWithdrawn, database, inbox, outbox),
    },
  ],
  exports: [MessageRequests],
})
export class MessagesModule {}
