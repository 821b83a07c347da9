import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { IdempotencyKeysRepository } from '../../persistence/sending/idempotency-keys.repository.js';

/** Keys in one transaction. */
const AT_ONCE = 1_000;

@Injectable()
export class ForgetIdempotencyKeysHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly keys: IdempotencyKeysRepository,
  ) {}

  async execute(): Promise<void> {
    while ((await this.database.forSystem((tx) => this.keys.prune(tx, AT_ONCE))) === AT_ONCE);
  }
}
