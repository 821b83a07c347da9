import { Injectable } from '@nestjs/common';
import { isStatementTimeout, TenantDatabase } from '#database';
import { Problem } from '#service-kit';
import type { AudienceContact } from '../../domain/segments/segment.js';
import { AudienceRepository, type Audience } from '../../persistence/segments/audience.repository.js';
import { SegmentClock } from './segment-clock.state.js';

/** How many contacts are shown of an audience. */
const SAMPLE = 10;
/** Whoever draws a segment waits for it. */
const MAX_MS = 5_000;

/** How many an audience has, and who the first of them are. */
@Injectable()
export class PreviewSegmentHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly audience: AudienceRepository,
    private readonly clock: SegmentClock,
  ) {}

  /** @throws {Problem} not_found, segment_too_slow */
  async execute(tenantId: string, audience: Audience): Promise<{ count: number; sample: AudienceContact[] }> {
    const now = this.clock.now();
    try {
      return await this.database.forTenant(tenantId, async (tx) => {
        await this.audience.limitTime(tx, MAX_MS);
        const count = await this.audience.count(tx, audience, now);
        return { count, sample: count === 0 ? [] : await this.audience.page(tx, audience, null, SAMPLE, now) };
      });
    } catch (error) {
      if (!isStatementTimeout(error)) throw error;
      throw new Problem(
        422,
        'segment_too_slow',
        `These conditions take longer than ${MAX_MS / 1_000} s to count. Use fewer of them, or narrower ones.`,
      );
    }
  }
}
