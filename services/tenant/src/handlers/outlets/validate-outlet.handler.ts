import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { Actor } from '../../domain/audit/audit.js';
import { NumberClaimsRepository } from '../../persistence/outlets/number-claims.repository.js';
import { OutletsRepository, type Outlet } from '../../persistence/outlets/outlets.repository.js';
import { CheckOutlet } from './check-outlet.handler.js';
import { NumberClaims } from './number-claims.handler.js';
import { claimRefused, claimUnanswered, whatsappSaid } from './refusals.js';
import { PLACE_LEASE_MS, SettleClaim } from './settle-claim.handler.js';

@Injectable()
export class ValidateOutletHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly outlets: OutletsRepository,
    private readonly claims: NumberClaimsRepository,
    private readonly numbers: NumberClaims,
    private readonly settle: SettleClaim,
    private readonly check: CheckOutlet,
  ) {}

  /**
   * Asks Graph whose the number is (unless confirmed), reads the number, and subscribes the app to its account's webhooks. Stores the
   * result, even a refusal, before it answers.
   *
   * @throws {Problem} with the codes of a check's and of a claim's problems
   */
  async execute(tenantId: string, id: string, by: Actor): Promise<Outlet> {
    await this.#confirm(tenantId, id, by);
    const { outlet, problem } = await this.check.execute(tenantId, id, by);
    if (!problem) return outlet;
    const { status, code, detail, retryAfterSeconds, said } = problem;
    const headers: Record<string, string> = retryAfterSeconds ? { 'retry-after': String(retryAfterSeconds) } : {};
    throw new Problem(status, code, detail, undefined, headers, whatsappSaid(said));
  }

  /** @throws {Problem} unless the outlet may have its number */
  async #confirm(tenantId: string, id: string, by: Actor): Promise<void> {
    const { outlet, claiming } = await this.database.forTenant(tenantId, async (tx) => {
      const found = await this.outlets.find(tx, id);
      if (found && found.confirmation !== 'confirmed') await this.claims.askAnew(tx, id);
      return { outlet: found, claiming: await this.claims.find(tx, id) };
    });
    if (!outlet || !claiming) throw Problem.notFound('outlet');
    if (outlet.confirmation !== 'confirmed' || outlet.receivesFrom === null) {
      const obstacle = await this.settle.execute(claiming, by);
      if (obstacle) throw obstacle.answer === 'no' ? claimRefused(obstacle.problem) : claimUnanswered(obstacle.problem);
    } else if (outlet.confirmedAt === null) {
      // The operator vouches for it: it stays connected whatever WhatsApp says, but a yes is worth storing.
      const verdict = await this.numbers.askOf(claiming);
      if (verdict.answer !== 'yes' || verdict.by !== 'whatsapp') return;
      await this.database.forTenant(tenantId, (tx) => this.claims.confirm(tx, claiming, verdict.by, PLACE_LEASE_MS));
    }
  }
}
