import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { inBatches, MessageKeys } from '#service-kit';

const AT_ONCE = 1_000;

@Injectable()
export class ForgetKeysHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly keys: MessageKeys,
  ) {}

  /** Forgets Idempotency-Keys after seven days. @param isStopped asked between batches */
  async execute(isStopped: () => boolean = () => false): Promise<void> {
    await inBatches(AT_ONCE, isStopped, (size) => this.database.forSystem((tx) => this.keys.prune(tx, size)));
  }
}
