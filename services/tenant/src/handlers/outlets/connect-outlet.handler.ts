import { Inject, Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { TenantDatabase, uniqueViolation, type Transaction } from '#database';
import { CONFIG, KeyRing, lookForRoom, Problem, requireRoom, type Identity } from '#service-kit';
import type { Config } from '../../config.js';
import type { Actor } from '../../domain/audit/audit.js';
import { nextAskMs, numberTaken, type NumberClaim, type Verdict } from '../../domain/outlets/number-claim.js';
import type { OutletSettings } from '../../domain/outlets/outlet-settings.js';
import { NumberClaimsRepository } from '../../persistence/outlets/number-claims.repository.js';
import { OutletsRepository, type Outlet } from '../../persistence/outlets/outlets.repository.js';
import { TenantsRepository } from '../../persistence/directory/tenants.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';
import { Once } from '../idempotency/once.step.js';
import { CheckOutlet } from './check-outlet.handler.js';
import { NumberClaims } from './number-claims.handler.js';
import { claimRefused, requireSettings } from './refusals.js';
import { PLACE_LEASE_MS } from './settle-claim.handler.js';

export interface NewOutlet extends NumberClaim {
  name: string;
  displayPhoneNumber: string;
  settings?: OutletSettings;
}

/** Each unconfirmed number costs repeated questions to WhatsApp; nobody honest has so many. */
const MAX_UNCONFIRMED = 20;

@Injectable()
export class ConnectOutletHandler {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: TenantDatabase,
    private readonly tenants: TenantsRepository,
    private readonly outlets: OutletsRepository,
    private readonly claims: NumberClaimsRepository,
    private readonly numbers: NumberClaims,
    private readonly check: CheckOutlet,
    private readonly keys: KeyRing,
    private readonly once: Once,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * Connects a number that WhatsApp confirms to belong to the token. While WhatsApp cannot be asked, the outlet waits: it neither receives
   * nor sends.
   *
   * @throws {Problem} the codes of a claim's problems, phone_number_taken, too_many_unconfirmed, quota_exceeded, validation_failed, idempotency_key_reused
   */
  async execute(tenantId: string, caller: Identity, given: NewOutlet, by: Actor, idempotencyKey: string | undefined): Promise<Outlet> {
    requireSettings(given.settings ?? {});
    const request = { operation: 'outlets.create', body: given };
    const earlier = await this.database.forTenant(tenantId, async (tx) => {
      if (!(await this.tenants.find(tx, tenantId))) throw Problem.notFound('tenant');
      const answered = await this.once.answered<Outlet>(tx, caller, idempotencyKey, request);
      // Before WhatsApp is asked; it is settled where the outlet is made.
      if (!answered) await lookForRoom(tx, this.#roomFor(tx, tenantId, 1));
      return answered;
    });
    if (earlier) return this.#asItIs(tenantId, earlier, by);

    const verdict = await this.numbers.ask(tenantId, given);
    if (verdict.answer === 'no') throw claimRefused(verdict.problem);
    const taken = numberTaken(given.phoneNumberId);
    if (verdict.answer === 'yes' && !(await this.numbers.makeWay(tenantId, given.phoneNumberId))) throw claimRefused(taken);
    try {
      const outlet = await this.database.forTenant(tenantId, (tx) =>
        this.once.execute(tx, caller, idempotencyKey, request, () => this.#insert(tx, given, verdict, by)),
      );
      return await this.#asItIs(tenantId, outlet, by);
    } catch (error) {
      if (!['outlets_phone_number_id', 'outlets_own_number'].includes(uniqueViolation(error) ?? '')) throw error;
      throw claimRefused(taken);
    }
  }

  #roomFor(tx: Transaction, tenantId: string, adding: number): Parameters<typeof requireRoom>[1] {
    return { tenantId, meter: 'outlets', adding, count: (enough) => this.outlets.count(tx, enough) };
  }

  async #requireRoom(tx: Transaction): Promise<void> {
    if ((await this.claims.countUnconfirmed(tx, MAX_UNCONFIRMED)) < MAX_UNCONFIRMED) return;
    throw new Problem(
      409,
      'too_many_unconfirmed',
      `${MAX_UNCONFIRMED} numbers are not confirmed yet. Confirm them, or disconnect those that are not yours.`,
    );
  }

  async #insert(tx: Transaction, given: NewOutlet, verdict: Exclude<Verdict, { answer: 'no' }>, by: Actor): Promise<Outlet> {
    const { accessToken, settings = {}, ...rest } = given;
    if (verdict.answer === 'unknown') await this.#requireRoom(tx);
    const id = v7();
    const sealed = this.keys.seal(accessToken, id);
    await this.outlets.insert(tx, { ...rest, id, settings, accessTokenSealed: sealed });
    await requireRoom(tx, this.#roomFor(tx, tx.tenantId!, 0));
    const outlet =
      verdict.answer === 'yes'
        ? await this.claims.confirm(tx, { id, sealed }, verdict.by, PLACE_LEASE_MS)
        : await this.claims.wait(tx, { id, sealed }, verdict.problem, nextAskMs(0, this.config.CONFIRM_PAUSE_MS));
    const change = { targetType: 'outlet', targetId: id, before: null, after: { ...outlet!, accessToken } };
    await this.audit.record(tx, by, { action: 'outlet.connected', ...change });
    return outlet!;
  }

  /** Starts routing to a confirmed outlet, and checks it unless a request with the same key did: each of them answers the same. */
  async #asItIs(tenantId: string, outlet: Outlet, by: Actor): Promise<Outlet> {
    const { id } = outlet;
    if (outlet.confirmation === 'confirmed') {
      await this.numbers.place({ tenantId, id });
      await this.check.first(tenantId, id, by);
    }
    return (await this.database.forTenant(tenantId, (tx) => this.outlets.find(tx, id))) ?? outlet;
  }
}
