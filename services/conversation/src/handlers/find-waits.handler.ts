import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import type { DueConversation, WaitingInbox } from '../domain/waits.js';
import { AssignmentsRepository } from '../persistence/assignments.repository.js';
import { WaitsRepository } from '../persistence/waits.repository.js';

const MOST_AT_ONCE = 200;

export interface Waits {
  overdue: DueConversation[];
  rested: DueConversation[];
  waiting: WaitingInbox[];
}

/** What has come due in all tenants, whoever was to see to it: the longest overdue first. */
@Injectable()
export class FindWaitsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly waits: WaitsRepository,
    private readonly assignments: AssignmentsRepository,
  ) {}

  async execute(): Promise<Waits> {
    return this.database.forSystem(async (tx) => ({
      overdue: await this.waits.findOverdue(tx, MOST_AT_ONCE),
      rested: await this.waits.findRested(tx, MOST_AT_ONCE),
      waiting: await this.assignments.findWaiting(tx, MOST_AT_ONCE),
    }));
  }
}
