import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { settingsChanged } from '#contracts';
import type { Transaction } from '#database';
import { Signals } from '#messaging';
import { PLATFORM, withoutSecrets, type Actor, type Change, type Facts } from '../../domain/audit/audit.js';
import { AuditRepository } from '../../persistence/audit/audit.repository.js';
import { AccountEmails } from './account-emails.state.js';

/** Logs a change in its own transaction: neither exists without the other. Open pages of the tenant are told that there is something new. */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly log: AuditRepository,
    private readonly emails: AccountEmails,
    private readonly signals: Signals,
  ) {}

  /**
   * @param tenantId only used under the system role; default: the platform's own id, for what belongs to no tenant
   * @param event id and time of a change that another service made
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
    const of = tx.tenantId ?? tenantId;
    if (of !== PLATFORM) tx.afterCommit(() => this.signals.send(settingsChanged, of, { what: change.targetType }));
  }

  /** Logs a change to a person's own account. Only the person can read it, with their address; no tenant can. */
  async recordOfUser(system: Transaction, by: Actor, userId: string, change: Omit<Change, 'targetType' | 'targetId'>): Promise<void> {
    await this.record(system, by, { ...change, targetType: 'user', targetId: userId }, PLATFORM);
  }
}
