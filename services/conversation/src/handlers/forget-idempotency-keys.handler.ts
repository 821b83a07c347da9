import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { IdempotencyKeysRepository } from '../persistence/idempotency-keys.repository.js';

@Injectable()
export class ForgetIdempotencyKeysHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly keys: IdempotencyKeysRepository,
  ) {}

  async execute(): Promise<void> {
    await this.database.forSystem((tx) => this.keys.prune(tx));
  }
}
