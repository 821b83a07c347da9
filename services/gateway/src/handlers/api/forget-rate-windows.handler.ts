import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { RateWindowsRepository } from '../../persistence/rate-windows.repository.js';

const MOST_AT_ONCE = 5_000;

@Injectable()
export class ForgetRateWindowsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly windows: RateWindowsRepository,
  ) {}

  /** Windows that have ended: whoever comes next begins a new one. */
  async execute(): Promise<void> {
    while ((await this.database.forSystem((tx) => this.windows.forget(tx, MOST_AT_ONCE))) === MOST_AT_ONCE);
  }
}
