import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { RateWindowsRepository } from '../../persistence/api/rate-windows.repository.js';

const MAX_AT_ONCE = 5_000;

@Injectable()
export class ForgetRateWindowsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly windows: RateWindowsRepository,
  ) {}

  /** Deletes windows that have ended. */
  async execute(): Promise<void> {
    while ((await this.database.forSystem((tx) => this.windows.forget(tx, MAX_AT_ONCE))) === MAX_AT_ONCE);
  }
}
