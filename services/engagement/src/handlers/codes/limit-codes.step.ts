import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { CONFIG, Problem } from '#service-kit';
import type { Config } from '../../config.js';
import { keyOf, prefixOf, type CodePurpose } from '../../domain/codes/code.js';
import { VERIFICATIONS_AN_HOUR, type CodeSettings } from '../../domain/codes/settings.js';
import { CodeCountsRepository } from '../../persistence/codes/code-counts.repository.js';

/** Keeps people and programs from sending or trying too many codes. What is refused does not count: the caller's transaction ends with it. */
@Injectable()
export class LimitCodes {
  constructor(
    private readonly counts: CodeCountsRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Always in this order, so that two sends cannot wait for each other; the company's own count comes last, since all of its sends wait there.
   *
   * @throws {Problem} otp_too_many, otp_unusual_traffic
   */
  async sending(
    tx: Transaction,
    settings: CodeSettings,
    { phone, clientAddress }: { phone: string; clientAddress?: string | undefined },
    now: Date,
  ): Promise<void> {
    if (clientAddress !== undefined) {
      const { count, until } = await this.counts.once(tx, 'address', this.#key(tx, 'address', clientAddress), now);
      if (count > settings.perAddress) throw tooMany(`${settings.perAddress} codes an hour for one address of a client`, until, now);
    }
    const ofPhone = await this.counts.once(tx, 'phone', this.#key(tx, 'phone', phone), now);
    if (ofPhone.count > settings.perPhone) throw tooMany(`${settings.perPhone} codes an hour to one number`, ofPhone.until, now);
    if (ofPhone.count === 1) {
      const { count, until } = await this.counts.once(tx, 'prefix', prefixOf(phone), now);
      if (count > settings.perPrefix) throw unusual(prefixOf(phone), settings.perPrefix, until, now);
    }
    const ofTenant = await this.counts.once(tx, 'tenant', '', now);
    if (ofTenant.count > settings.perTenant) throw tooMany(`${settings.perTenant} codes an hour of one company`, ofTenant.until, now);
  }

  /** @throws {Problem} otp_too_many */
  async verifying(tx: Transaction, phone: string, purpose: CodePurpose, now: Date): Promise<void> {
    const { count, until } = await this.counts.once(tx, 'verify', this.verifyKey(tx.tenantId!, phone, purpose), now);
    if (count > VERIFICATIONS_AN_HOUR)
      throw tooMany(`${VERIFICATIONS_AN_HOUR} verifications an hour of one number and purpose`, until, now);
  }

  verifyKey(tenantId: string, phone: string, purpose: CodePurpose): string {
    return keyOf(this.config.OTP_PEPPER, tenantId, `verify:${purpose}`, phone);
  }

  phoneKey(tenantId: string, phone: string): string {
    return keyOf(this.config.OTP_PEPPER, tenantId, 'phone', phone);
  }

  #key(tx: Transaction, kind: string, value: string): string {
    return keyOf(this.config.OTP_PEPPER, tx.tenantId!, kind, value);
  }
}

const retryAfter = (until: Date, now: Date): Record<string, string> => ({
  'retry-after': String(Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1_000))),
});

const tooMany = (what: string, until: Date, now: Date): Problem =>
  new Problem(
    429,
    'otp_too_many',
    `More than ${what} are not allowed. Try again at ${until.toISOString()}.`,
    undefined,
    retryAfter(until, now),
  );

const unusual = (prefix: string, most: number, until: Date, now: Date): Problem =>
  new Problem(
    429,
    'otp_unusual_traffic',
    `Codes were asked for to more than ${most} different numbers that begin with ${prefix} within an hour, as happens in fraud. An admin sees it under One-time codes, and may raise the limit there. Otherwise try again at ${until.toISOString()}.`,
    undefined,
    retryAfter(until, now),
    { prefix },
  );

/** @param until when another code may be sent to the number */
export const tooSoon = (until: Date, now: Date): Problem =>
  new Problem(
    429,
    'otp_too_soon',
    `A code was sent to the number a moment ago. Another may be sent at ${until.toISOString()}.`,
    undefined,
    retryAfter(until, now),
  );
