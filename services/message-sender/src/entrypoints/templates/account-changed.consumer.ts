import { Controller } from '@nestjs/common';
import { accountChanged, type EventOf } from '#contracts';
import { Consumes } from '#messaging';
import { RecordTemplateReportHandler } from '../../handlers/templates/record-template-report.handler.js';

@Controller()
export class AccountChangedConsumer {
  constructor(private readonly record: RecordTemplateReportHandler) {}

  @Consumes(accountChanged)
  async onAccountChanged(event: EventOf<typeof accountChanged>): Promise<void> {
    await this.record.execute(event);
  }
}
