import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase, uniqueViolation, type Transaction } from '#database';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import { difference, type Actor } from '../../domain/audit/audit.js';
import { nextAskMs, numberTaken, type ClaimProblem, type Verdict } from '../../domain/outlets/number-claim.js';
import { NumberClaimsRepository, type ClaimingOutlet } from '../../persistence/outlets/number-claims.repository.js';
import { OutletsRepository, type Outlet } from '../../persistence/outlets/outlets.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { NumberClaims } from './number-claims.handler.js';

/** After this time another process goes on for one that took a number and died. */
export const PLACE_LEASE_MS = 60_000;

/** Asks once whether a stored outlet may have its number, and stores the result. */
@Injectable()
export class SettleClaim {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: TenantDatabase,
    private readonly outlets: OutletsRepository,
    private readonly claims: NumberClaimsRepository,
    private readonly numbers: NumberClaims,
    private readonly audit: AuditTrail,
  ) {}

  /** @returns the stored obstacle; undefined once the number is the outlet's */
  async execute(outlet: ClaimingOutlet, by: Actor): Promise<Exclude<Verdict, { answer: 'yes' }> | undefined> {
    if (outlet.confirmation !== 'confirmed') {
      const obstacle = await this.#settle(outlet, by);
      if (obstacle) return obstacle;
    }
    await this.numbers.place(outlet);
    return undefined;
  }

  async #settle(outlet: ClaimingOutlet, by: Actor): Promise<Exclude<Verdict, { answer: 'yes' }> | undefined> {
    const verdict = await this.numbers.askOf(outlet);
    if (verdict.answer === 'no') return this.#refuse(outlet, by, verdict.problem);
    if (verdict.answer === 'unknown') {
      const pauseMs = nextAskMs(outlet.attempts, this.config.CONFIRM_PAUSE_MS);
      await this.#keep(outlet, by, 'outlet.waits', (tx) => this.claims.wait(tx, outlet, verdict.problem, pauseMs));
      return verdict;
    }
    const taken = numberTaken(outlet.phoneNumberId);
    if (!(await this.numbers.makeWay(outlet.tenantId, outlet.phoneNumberId))) return this.#refuse(outlet, by, taken);
    try {
      await this.#keep(outlet, by, 'outlet.confirmed', (tx) => this.claims.confirm(tx, outlet, verdict.by, PLACE_LEASE_MS));
      return undefined;
    } catch (error) {
      if (uniqueViolation(error) !== 'outlets_phone_number_id') throw error;
      return this.#refuse(outlet, by, taken);
    }
  }

  async #refuse(outlet: ClaimingOutlet, by: Actor, problem: ClaimProblem): Promise<Exclude<Verdict, { answer: 'yes' }>> {
    await this.#keep(outlet, by, 'outlet.refused', (tx) => this.claims.refuse(tx, outlet, problem));
    return { answer: 'no', problem };
  }

  /** Logs only a change of the state. */
  async #keep(outlet: ClaimingOutlet, by: Actor, action: string, change: (tx: Transaction) => Promise<Outlet | undefined>): Promise<void> {
    await this.database.forTenant(outlet.tenantId, async (tx) => {
      const before = await this.outlets.lock(tx, outlet.id);
      const after = before && (await change(tx));
      if (!after || after.confirmation === before.confirmation) return;
      await this.audit.record(tx, by, { action, targetType: 'outlet', targetId: outlet.id, ...difference(before, after) });
    });
  }
}
