import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { inBatches } from '#service-kit';
import { ReservationsRepository } from '../../persistence/reservations/reservations.repository.js';
import { SettleReservations } from './settle-reservations.step.js';

const AT_ONCE = 500;

@Injectable()
export class ExpireReservationsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly reservations: ReservationsRepository,
    private readonly settle: SettleReservations,
  ) {}

  /** Returns units of whoever reserved them and was never heard of again. @param isStopped asked between batches */
  async execute(isStopped: () => boolean = () => false): Promise<void> {
    await inBatches(AT_ONCE, isStopped, async (size) => {
      const expired = await this.database.forSystem((tx) => this.reservations.expired(tx, size));
      for (const group of Map.groupBy(expired, ({ tenantId, meter }) => `${tenantId} ${meter}`).values()) {
        const { tenantId, meter } = group[0]!;
        const returned = group.map(({ key }) => key);
        await this.database.forTenant(tenantId, (tx) => this.settle.execute(tx, meter, { used: [], returned, isCounted: false }));
      }
      return expired.length;
    });
  }
}
