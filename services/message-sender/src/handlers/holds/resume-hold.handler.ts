import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem, type Actor } from '#service-kit';
import { HoldsRepository } from '../../persistence/holds/holds.repository.js';
import { DispatchSignal } from '../queue/dispatch-signal.state.js';
import { HoldsAudit } from './audit.step.js';
import { TellHolds } from './tell-holds.step.js';

@Injectable()
export class ResumeHoldHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly holds: HoldsRepository,
    private readonly audit: HoldsAudit,
    private readonly tell: TellHolds,
    private readonly signal: DispatchSignal,
  ) {}

  /** Somebody says that the reason of a hold is over: its messages leave. @throws {Problem} not_found */
  async execute(tenantId: string, id: string, by: Actor): Promise<void> {
    await this.database.forTenant(tenantId, async (tx) => {
      const hold = await this.holds.end(tx, id);
      if (!hold) throw Problem.notFound('hold');
      const { scope, key, kind, code, until } = hold;
      this.audit.append(tx, by, 'lifted', { type: 'hold', id }, { scope, key, kind, code, until }, null);
      this.tell.ended(tx, [hold]);
    });
    this.signal.wake();
  }
}
