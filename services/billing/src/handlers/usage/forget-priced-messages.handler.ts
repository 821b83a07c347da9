import { Injectable } from '@nestjs/common';
import { agePartitions, TenantDatabase } from '#database';

@Injectable()
export class ForgetPricedMessagesHandler {
  constructor(private readonly database: TenantDatabase) {}

  /** @returns what was done to the partitions */
  async execute(isStopped: () => boolean = () => false): Promise<string[]> {
    const done: string[] = [];
    for (const table of ['priced_messages', 'message_costs'])
      done.push(...(await agePartitions(this.database, 'billing', table, { isStopped })));
    return done;
  }
}
