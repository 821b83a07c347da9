import { Controller } from '@nestjs/common';
import { accountChanged, type EventOf } from '#contracts';
import { Consumes } from '#messaging';
import { RecordAccountChangeHandler } from '../../handlers/outlets/record-account-change.handler.js';

@Controller()
export class AccountChangedConsumer {
  constructor(private readonly recordAccountChange: RecordAccountChangeHandler) {}

  @Consumes(accountChanged)
  async onAccountChanged(event: EventOf<typeof accountChanged>): Promise<void> {
    await this.recordAccountChange.execute(event);
  }
}
