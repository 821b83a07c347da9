import { Injectable } from '@nestjs/common';
import type { SendClass } from '#contracts';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import { adviceFor, type Advice } from '../../domain/rates/advice.js';
import { HoldsRepository, type HoldView } from '../../persistence/holds/holds.repository.js';
import { limitOf } from '../../domain/rates/messaging-limit.js';
import { PortfoliosRepository } from '../../persistence/rates/portfolios.repository.js';
import { NumberHealthRepository } from '../../persistence/rates/number-health.repository.js';

export interface NumberHealth {
  outletId: string;
  quality: string;
  messagingLimit: string | null;
  throughput: { allowedPerSecond: number; usedPerSecond: number; tokens: number };
  portfolio: { limit: number; usedToday: number } | null;
  holds: HoldView[];
  queued: Record<SendClass, number>;
  advice: Advice[];
}

@Injectable()
export class NumberHealthHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly health: NumberHealthRepository,
    private readonly holds: HoldsRepository,
    private readonly portfolios: PortfoliosRepository,
  ) {}

  /** How a number is: its rate, what waits and why, and what somebody can do. @throws {Problem} not_found */
  async execute(tenantId: string, outletId: string): Promise<NumberHealth> {
    return this.database.forTenant(tenantId, async (tx) => {
      const number = await this.health.find(tx, outletId);
      if (!number) throw Problem.notFound('outlet');
      const holds = (await this.holds.listActive(tx)).filter(({ scope, key }) => isOf({ outletId, wabaId: number.wabaId }, scope, key));
      const queued = await this.health.queued(tx, outletId);
      const waiting = Object.values(queued).reduce((sum, count) => sum + count, 0);
      const limit = limitOf(number.messagingLimit);
      const portfolio = limit === undefined ? null : { limit, usedToday: await this.portfolios.used(tx, number.portfolio) };
      const { allowedPerSecond, usedPerSecond, tokens, quality, messagingLimit } = number;
      return {
        outletId,
        quality,
        messagingLimit,
        throughput: { allowedPerSecond, usedPerSecond, tokens },
        portfolio,
        holds,
        queued,
        advice: adviceFor({ ...number, portfolio, holds, queued: waiting }),
      };
    });
  }
}

/** Whether a hold concerns a number: its own, its account's, one of its account's templates, or everything. */
function isOf({ outletId, wabaId }: { outletId: string; wabaId: string }, scope: HoldView['scope'], key: string): boolean {
  if (scope === 'app') return true;
  if (scope === 'number') return key === outletId;
  return scope === 'waba' ? key === wabaId : key.startsWith(`${wabaId}:`);
}
