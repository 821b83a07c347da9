import { Injectable } from '@nestjs/common';
import { agePartitions, TenantDatabase } from '#database';

@Injectable()
export class ForgetPricedMessagesHandler {
  constructor(private readonly database: TenantDatabase) {}

  /** @returns what was done to the partitions */
  async execute(isStopped: () => boolean = () => false): Promise<string[]> {
    return agePartitions(this.database, 'billing', 'priced_messages', { isStopped });
  }
}
