import { Injectable } from '@nestjs/common';
import { NIL } from 'uuid';
import { TenantDatabase, type Transaction } from '#database';
import type { DueConversation, WaitingInbox } from '../../domain/ownership/waits.js';
import { AssignmentsRepository } from '../../persistence/ownership/assignments.repository.js';
import { WaitsRepository } from '../../persistence/ownership/waits.repository.js';

const MAX_AT_ONCE = 200;
/** Inboxes that one sweep looks into. */
const INBOXES_AT_ONCE = 500;
const FIRST: WaitingInbox = { tenantId: NIL, outletId: NIL };

export interface Waits {
  overdue: DueConversation[];
  rested: DueConversation[];
  waiting: WaitingInbox[];
}

/**
 * What has come due in all tenants, the longest overdue first. Inboxes in which something waits are looked for
 * round and round, so that one in which nobody has room stands before no other.
 */
@Injectable()
export class FindWaitsHandler {
  #after = FIRST;

  constructor(
    private readonly database: TenantDatabase,
    private readonly waits: WaitsRepository,
    private readonly assignments: AssignmentsRepository,
  ) {}

  async execute(): Promise<Waits> {
    return this.database.forSystem(async (tx) => ({
      overdue: await this.waits.findOverdue(tx, MAX_AT_ONCE),
      rested: await this.waits.findRested(tx, MAX_AT_ONCE),
      waiting: await this.#waiting(tx),
    }));
  }

  async #waiting(tx: Transaction): Promise<WaitingInbox[]> {
    const inboxes = await this.assignments.inboxesBehind(tx, this.#after, INBOXES_AT_ONCE);
    this.#after = inboxes.length === INBOXES_AT_ONCE ? inboxes.at(-1)! : FIRST;
    return inboxes.filter(({ isWaiting }) => isWaiting).map(({ tenantId, outletId }) => ({ tenantId, outletId }));
  }
}
