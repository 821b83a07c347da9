import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { CONFIG, KeyRing } from '#service-kit';
import { Graph } from '../../clients/outlets/graph.js';
import type { Config } from '../../config.js';
import { difference, SYSTEM } from '../../domain/audit/audit.js';
import { foreignAccount, judgeClaim, type NumberClaim, type Verdict } from '../../domain/outlets/number-claim.js';
import { NumberClaimsRepository, type ClaimingOutlet } from '../../persistence/outlets/number-claims.repository.js';
import type { OutletKey } from '../../persistence/outlets/outlets.repository.js';
import { AuditTrail } from '../audit/audit-trail.step.js';

/** Decides whose a number is: by what WhatsApp answers to the token, not by who names it first (ADR 17). */
@Injectable()
export class NumberClaims {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: TenantDatabase,
    private readonly claims: NumberClaimsRepository,
    private readonly keys: KeyRing,
    private readonly graph: Graph,
    private readonly audit: AuditTrail,
  ) {}

  async ask(tenantId: string, claim: NumberClaim): Promise<Verdict> {
    if (this.#isVouched(claim)) return { answer: 'yes', by: 'operator' };
    const { brisk } = this.graph;
    const number = await brisk.getPhoneNumber(claim);
    // Somebody waits: if WhatsApp does not answer the first question, the second is not asked.
    const isSilent = number.outcome === 'not_sent' || (number.outcome === 'unknown' && number.reason !== 'answer_not_readable');
    const verdict = judgeClaim(claim, number, isSilent ? undefined : await brisk.listPhoneNumbers(claim));
    const isFirstClaim = verdict.answer === 'unknown' && verdict.isAnswered && this.config.GRAPH_STAND_IN === 'on';
    return isFirstClaim ? this.#firstClaim(tenantId, claim) : verdict;
  }

  /** The same for a stored outlet. A token that cannot be decrypted proves nothing. */
  async askOf(outlet: ClaimingOutlet): Promise<Verdict> {
    const { tenantId, phoneNumberId, wabaId } = outlet;
    let accessToken: string;
    try {
      accessToken = this.keys.open(outlet.sealed, outlet.id);
    } catch {
      const detail = 'The stored access token can no longer be decrypted. Enter it again in the settings of the number.';
      return { answer: 'unknown', problem: { code: 'access_token_unreadable', detail, field: 'accessToken' }, isAnswered: false };
    }
    return this.ask(tenantId, { phoneNumberId, wabaId, accessToken });
  }

  /**
   * For a claim that WhatsApp has confirmed. If another tenant's outlet has the number, asks WhatsApp about that one too, and takes the
   * number from it only after a no.
   *
   * @returns whether the number is free now
   */
  async makeWay(tenantId: string, phoneNumberId: string): Promise<boolean> {
    const holder = await this.database.forSystem((tx) => this.claims.holder(tx, phoneNumberId, tenantId));
    if (!holder) return true;
    const verdict = await this.askOf(holder);
    if (verdict.answer !== 'no') return false;
    await this.database.forSystem(async (tx) => {
      const after = await this.claims.refuse(tx, holder, verdict.problem);
      if (!after) return;
      const facts = difference({ confirmation: holder.confirmation }, { confirmation: after.confirmation, reason: verdict.problem.code });
      const change = { action: 'outlet.refused', targetType: 'outlet', targetId: holder.id, ...facts };
      await this.audit.record(tx, SYSTEM, change, holder.tenantId);
    });
    return true;
  }

  /** Starts routing to an outlet that has its number. If the process dies before, a job does it. */
  async place(key: OutletKey): Promise<void> {
    await this.database.forSystem((tx) => this.claims.place(tx, key, this.config.NUMBER_QUARANTINE_HOURS));
  }

  #isVouched({ phoneNumberId, wabaId, accessToken }: NumberClaim): boolean {
    const hash = createHash('sha256').update(accessToken).digest('hex');
    return this.config.VOUCHED_NUMBERS.some(
      (one) => one.phoneNumberId === phoneNumberId && one.wabaId === wabaId && one.accessTokenSha256 === hash,
    );
  }

  /** For a stand-in that knows no numbers: the first claim counts, unless another tenant has a number in the account. */
  async #firstClaim(tenantId: string, claim: NumberClaim): Promise<Verdict> {
    const isForeign = await this.database.forSystem((tx) => this.claims.isAccountOfOthers(tx, claim.wabaId, tenantId));
    return isForeign ? { answer: 'no', problem: foreignAccount(claim) } : { answer: 'yes', by: 'operator' };
  }
}
