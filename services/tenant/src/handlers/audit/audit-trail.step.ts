import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import type { Transaction } from '#database';
import { PLATFORM, withoutSecrets, type Actor, type Change, type Facts } from '../../domain/audit/audit.js';
import { AuditRepository } from '../../persistence/audit/audit.repository.js';
import { AccountEmails } from './account-emails.state.js';

/** Writes down every change, in the transaction of the change: neither is there without the other. */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly log: AuditRepository,
    private readonly emails: AccountEmails,
  ) {}

  /**
   * @param tenantId under the system role only; what belongs to no tenant goes under the platform's own id
   * @param event of a change that another service made: its identity and its time
   */
  async record(tx: Transaction, by: Actor, change: Change, tenantId: string = PLATFORM, event?: { id: string; at: string }): Promise<void> {
    await this.log.insert(tx, {
      ...change,
      before: withoutSecrets(change.before) as Facts | null,
      after: withoutSecrets(change.after) as Facts | null,
      id: event?.id ?? v7(),
      at: event?.at ?? null,
      tenantId: tx.tenantId ?? tenantId,
      actor: by,
      actorEmail: by.kind === 'user' && by.id ? await this.emails.of(tx, by.id) : null,
    });
  }

  /** What becomes of a person's own account is theirs to read, and where they were then: no tenant is told. */
  async recordOfUser(system: Transaction, by: Actor, userId: string, change: Omit<Change, 'targetType' | 'targetId'>): Promise<void> {
    await this.record(system, by, { ...change, targetType: 'user', targetId: userId }, PLATFORM);
  }
}
