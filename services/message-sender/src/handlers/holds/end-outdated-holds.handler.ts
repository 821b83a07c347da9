import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { HoldsRepository, type EndedHold } from '../../persistence/holds/holds.repository.js';
import { DispatchSignal } from '../queue/dispatch-signal.state.js';
import { TellHolds } from './tell-holds.step.js';

@Injectable()
export class EndOutdatedHoldsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly holds: HoldsRepository,
    private readonly tell: TellHolds,
    private readonly signal: DispatchSignal,
  ) {}

  /** Ends the holds that end by themselves: waits by time, those for a token when the outlet has another one, all of a number that is gone. */
  async execute(): Promise<void> {
    const { waits, auths, removed } = await this.database.forSystem(async (tx) => ({
      waits: await this.holds.endWaits(tx),
      auths: await this.holds.outdatedAuth(tx),
      removed: await this.holds.ofRemovedNumbers(tx),
    }));
    for (const [tenantId, outdated] of Map.groupBy(auths, (hold) => hold.tenantId)) {
      await this.database.forTenant(tenantId, async (tx) => {
        const ended: EndedHold[] = [];
        for (const { id } of outdated) ended.push(...[await this.holds.end(tx, id)].filter((hold) => hold !== undefined));
        this.tell.ended(tx, ended);
      });
    }
    for (const { tenantId, id } of removed) {
      // No news: the number does not go on.
      await this.database.forTenant(tenantId, (tx) => this.holds.end(tx, id));
    }
    if (waits + auths.length + removed.length > 0) this.signal.wake();
  }
}
