import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { inBatches } from '#service-kit';
import { DeliveryLimitsRepository } from '../../persistence/gate/delivery-limits.repository.js';

const BATCH = 1_000;

@Injectable()
export class ForgetDeliveryLimitsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly limits: DeliveryLimitsRepository,
  ) {}

  /** Limits of WhatsApp's that are over. @param isStopped asked between batches */
  async execute(isStopped: () => boolean = () => false): Promise<void> {
    await inBatches(BATCH, isStopped, (size) => this.database.forSystem((tx) => this.limits.forget(tx, size)));
  }
}
