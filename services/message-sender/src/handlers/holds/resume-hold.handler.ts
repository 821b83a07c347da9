import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { HoldsRepository } from '../../persistence/holds/holds.repository.js';
import { DispatchSignal } from '../queue/dispatch-signal.state.js';

@Injectable()
export class ResumeHoldHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly holds: HoldsRepository,
    private readonly signal: DispatchSignal,
  ) {}

  /** Somebody says that the reason of a hold is over: its messages leave. @throws {Problem} not_found */
  async execute(tenantId: string, id: string): Promise<void> {
    if (!(await this.database.forTenant(tenantId, (tx) => this.holds.end(tx, id)))) throw Problem.notFound('hold');
    this.signal.wake();
  }
}
