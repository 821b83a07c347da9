import { Injectable } from '@nestjs/common';
import { agePartitions, TenantDatabase } from '#database';

@Injectable()
export class PruneLiveLogHandler {
  constructor(private readonly database: TenantDatabase) {}

  /** A client that was away for longer than the log is kept reads everything again. @returns what was done to its partitions */
  async execute(isStopped?: () => boolean): Promise<string[]> {
    return agePartitions(this.database, 'conversation', 'inbox_log', isStopped ? { isStopped } : {});
  }
}
