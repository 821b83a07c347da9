import { Injectable } from '@nestjs/common';
import { Problem } from '#service-kit';
import type { AddressRule } from '../../domain/api/address-limits.js';
import { addressLimit, keyLimit, rateHeaders, retryAfter, tenantLimit, type Standing } from '../../domain/api/rate-limit.js';
import type { TenantRule } from '../../domain/api/tenant-limits.js';
import { ApiKeyUses } from './api-key-uses.state.js';
import { RateLimiter } from './rate-limiter.state.js';

/** Counts calls against their limits, over REST and over live connections alike. */
@Injectable()
export class LimitCallsHandler {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly uses: ApiKeyUses,
  ) {}

  /** @param block the caller's address, or its network @throws {Problem} rate_limited; 503 while it cannot be counted */
  async ofAddress(rule: AddressRule, block: string): Promise<void> {
    const standing = await this.limiter.take(addressLimit(rule, block));
    if (standing.isGranted) return;
    const wait = retryAfter(standing);
    const detail = `Too many requests of this kind from this address; try again in ${wait} s.`;
    throw new Problem(429, 'rate_limited', detail, undefined, { 'retry-after': wait });
  }

  /** @throws {Problem} rate_limited; 503 while it cannot be counted */
  async ofTenant(rule: TenantRule, tenantId: string): Promise<void> {
    const standing = await this.limiter.take(tenantLimit(rule, tenantId));
    if (standing.isGranted) return;
    const wait = retryAfter(standing);
    const detail = `A company may call this ${rule.most} times in ${rule.windowMs / 1_000} s; try again in ${wait} s.`;
    throw new Problem(429, 'rate_limited', detail, undefined, { 'retry-after': wait });
  }

  /** Whether this gateway knows that the address's window is spent, without asking Postgres. */
  isSpent(rule: AddressRule, block: string): boolean {
    return this.limiter.isSpent(addressLimit(rule, block));
  }

  /** Counts a call even if the key turns out not to be allowed to make it. @throws {Problem} rate_limited; 503 while it cannot be counted */
  async ofKey(key: { id: string; tenantId: string; rateLimitPerHour: number }): Promise<Standing> {
    this.uses.note(key);
    const standing = await this.limiter.take(keyLimit(key));
    if (standing.isGranted) return standing;
    const wait = retryAfter(standing);
    const detail = `This API key may call ${key.rateLimitPerHour} times an hour; try again in ${wait} s.`;
    throw new Problem(429, 'rate_limited', detail, undefined, { ...rateHeaders(standing), 'retry-after': wait });
  }
}
