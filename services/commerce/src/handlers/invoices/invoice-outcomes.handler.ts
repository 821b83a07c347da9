import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MessageRequests } from '#messaging';
import { ToldMessagesRepository } from '../../persistence/order-messages/told-messages.repository.js';
import { StopReminders } from './stop-reminders.step.js';

/** What became of messages of invoices stands with the invoices. */
@Injectable()
export class InvoiceOutcomesHandler implements OnModuleInit {
  constructor(
    private readonly requests: MessageRequests,
    private readonly messages: ToldMessagesRepository,
    private readonly stop: StopReminders,
  ) {}

  onModuleInit(): void {
    this.requests.listen('invoice', async (tx, changes) => {
      await this.messages.follow(tx, 'invoice', changes);
      for (const { id, refusal } of changes) if (refusal?.code === 'opted_out') await this.stop.execute(tx, id, 'opted_out');
    });
  }
}
