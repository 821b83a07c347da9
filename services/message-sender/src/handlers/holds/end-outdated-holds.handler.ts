import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { HoldsRepository } from '../../persistence/holds/holds.repository.js';
import { DispatchSignal } from '../queue/dispatch-signal.state.js';

@Injectable()
export class EndOutdatedHoldsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly holds: HoldsRepository,
    private readonly signal: DispatchSignal,
  ) {}

  /** Ends the holds that end by themselves. */
  async execute(): Promise<void> {
    if ((await this.database.forSystem((tx) => this.holds.endOutdated(tx))) > 0) this.signal.wake();
  }
}
