import { Injectable } from '@nestjs/common';
import { Problem } from '#service-kit';
import { keyLimit, retryAfter } from '../../domain/api/rate-limit.js';
import { ApiKeyUses } from '../api/api-key-uses.state.js';
import { RateLimiter } from '../api/rate-limiter.state.js';

/** What a key asks over a live connection counts as a call over REST does. */
@Injectable()
export class LimitLiveKeyHandler {
  constructor(
    private readonly limiter: RateLimiter,
    private readonly uses: ApiKeyUses,
  ) {}

  /** @throws {Problem} rate_limited; 503 while it cannot be counted */
  async execute(key: { id: string; tenantId: string; rateLimitPerHour: number }): Promise<void> {
    this.uses.note(key);
    const standing = await this.limiter.take(keyLimit(key));
    if (standing.isGranted) return;
    const wait = retryAfter(standing);
    throw new Problem(
      429,
      'rate_limited',
      `This API key may call ${key.rateLimitPerHour} times an hour; there is room again in ${wait} s.`,
    );
  }
}
