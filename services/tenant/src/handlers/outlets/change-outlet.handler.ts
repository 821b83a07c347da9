import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase, uniqueViolation, type Transaction } from '#database';
import { CONFIG, KeyRing, Problem, requireVersion } from '#service-kit';
import type { Config } from '../../config.js';
import { difference, type Actor } from '../../domain/audit/audit.js';
import { nextAskMs, numberTaken, type Verdict } from '../../domain/outlets/number-claim.js';
import type { OutletSettings } from '../../domain/outlets/outlet-settings.js';
import { NumberClaimsRepository } from '../../persistence/outlets/number-claims.repository.js';
import { OutletsRepository, type Outlet } from '../../persistence/outlets/outlets.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { CheckOutlet } from './check-outlet.handler.js';
import { NumberClaims } from './number-claims.handler.js';
import { claimRefused, claimUnanswered, requireSettings } from './refusals.js';
import { PLACE_LEASE_MS } from './settle-claim.handler.js';

export interface OutletChange {
  name?: string;
  status?: 'active' | 'disabled';
  settings?: OutletSettings;
  accessToken?: string;
}

@Injectable()
export class ChangeOutletHandler {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: TenantDatabase,
    private readonly outlets: OutletsRepository,
    private readonly claims: NumberClaimsRepository,
    private readonly numbers: NumberClaims,
    private readonly check: CheckOutlet,
    private readonly keys: KeyRing,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Leaves omitted fields unchanged and replaces settings as a whole. A new token is a new claim to the number, which WhatsApp has to
   * confirm. While WhatsApp cannot be asked, a confirmed outlet keeps its present token.
   *
   * @throws {Problem} the codes of a claim's problems, phone_number_taken, validation_failed, precondition_failed
   */
  async execute(tenantId: string, id: string, change: OutletChange, ifMatch: string | undefined, by: Actor): Promise<Outlet> {
    const { name, status, settings, accessToken } = change;
    if (settings) requireSettings(settings);
    const judged = accessToken === undefined ? undefined : await this.#judge(tenantId, id, accessToken, ifMatch);
    const sealed = accessToken === undefined ? undefined : this.keys.seal(accessToken, id);
    const changed = await this.database
      .forTenant(tenantId, async (tx) => {
        const before = await this.outlets.lock(tx, id);
        if (!before) throw Problem.notFound('outlet');
        requireVersion(ifMatch, before.version);
        let after = await this.outlets.change(tx, id, { name, status, settings, accessTokenSealed: sealed });
        if (judged && sealed !== undefined) after = await this.#claim(tx, after, sealed, judged.verdict);
        const facts = difference(before, accessToken === undefined ? after : { ...after, accessToken });
        await this.audit.record(tx, by, { action: 'outlet.changed', targetType: 'outlet', targetId: id, ...facts });
        return after;
      })
      .catch((error: unknown) => {
        if (uniqueViolation(error) !== 'outlets_phone_number_id') throw error;
        throw claimRefused(numberTaken(judged!.phoneNumberId));
      });
    if (changed.confirmation !== 'confirmed' || (changed.receivesFrom !== null && !judged)) return changed;
    if (changed.receivesFrom === null) await this.numbers.place({ tenantId, id });
    if (judged) await this.check.atOnce(tenantId, id, by);
    return (await this.database.forTenant(tenantId, (tx) => this.outlets.find(tx, id))) ?? changed;
  }

  async #judge(tenantId: string, id: string, accessToken: string, ifMatch: string | undefined) {
    const outlet = await this.database.forTenant(tenantId, (tx) => this.outlets.find(tx, id));
    if (!outlet) throw Problem.notFound('outlet');
    requireVersion(ifMatch, outlet.version);
    const { phoneNumberId, wabaId, confirmation } = outlet;
    const verdict = await this.numbers.ask(tenantId, { phoneNumberId, wabaId, accessToken });
    if (verdict.answer === 'no') throw claimRefused(verdict.problem);
    if (verdict.answer === 'unknown' && confirmation === 'confirmed') {
      const { code, detail, said } = verdict.problem;
      throw claimUnanswered({ code, said, detail: `${detail} Nothing was changed: the number keeps its present token.` });
    }
    if (verdict.answer === 'yes' && !(await this.numbers.makeWay(tenantId, phoneNumberId))) throw claimRefused(numberTaken(phoneNumberId));
    return { verdict, phoneNumberId };
  }

  async #claim(tx: Transaction, outlet: Outlet, sealed: string, verdict: Exclude<Verdict, { answer: 'no' }>): Promise<Outlet> {
    const key = { id: outlet.id, sealed };
    if (verdict.answer === 'yes') return (await this.claims.confirm(tx, key, verdict.by, PLACE_LEASE_MS)) ?? outlet;
    await this.claims.askAnew(tx, outlet.id);
    const waiting = await this.claims.wait(tx, key, verdict.problem, nextAskMs(0, this.config.CONFIRM_PAUSE_MS));
    if (waiting) return waiting;
    // Confirmed in the meantime, with its earlier token.
    throw claimUnanswered(verdict.problem);
  }
}
