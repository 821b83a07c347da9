import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { StatusesRepository } from '../persistence/statuses.repository.js';

/** WhatsApp repeats webhooks for seven days: a message that has not come in twice that time never will. */
const KEEP_DAYS = 14;

@Injectable()
export class PruneParkedStatusesHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly statuses: StatusesRepository,
  ) {}

  async execute(): Promise<number> {
    return this.database.forSystem((tx) => this.statuses.pruneParked(tx, KEEP_DAYS));
  }
}
