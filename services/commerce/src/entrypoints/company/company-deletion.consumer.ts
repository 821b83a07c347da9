import { Controller } from '@nestjs/common';
import { CompanyDeletion } from '#company-data';
import { companyDeletionDue, type EventOf } from '#contracts';
import { Consumes } from '#messaging';

@Controller()
export class CompanyDeletionConsumer {
  constructor(private readonly deletion: CompanyDeletion) {}

  @Consumes(companyDeletionDue)
  onCompanyDeletionDue(event: EventOf<typeof companyDeletionDue>): Promise<void> {
    return this.deletion.execute(event);
  }
}
