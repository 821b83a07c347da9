import { Injectable } from '@nestjs/common';
import type { EventOf, surveyChanged } from '#contracts';
import { TenantDatabase } from '#database';
import { Inbox } from '#messaging';
import { countUp } from '../../domain/figures/counts.js';
import { ofSurvey } from '../../domain/figures/satisfaction.js';
import { CountsRepository } from '../../persistence/figures/counts.repository.js';

@Injectable()
export class CountSurveysHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly inbox: Inbox,
    private readonly counts: CountsRepository,
  ) {}

  /** Counts who was asked after closing, and what they chose; skips events that were counted before. */
  async execute(tenantId: string, events: readonly EventOf<typeof surveyChanged>[]): Promise<void> {
    await this.database.together(tenantId, async (tx) => {
      const fresh = await this.inbox.claimAll(tx, events);
      await this.counts.add(tx, countUp(fresh.map(({ data }) => ofSurvey(data))));
    });
  }
}
