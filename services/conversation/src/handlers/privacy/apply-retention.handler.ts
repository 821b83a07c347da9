import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { firstIdOf, forEach } from '#service-kit';
import { keptSince } from '../../domain/privacy/retention.js';
import { ErasuresRepository } from '../../persistence/privacy/erasures.repository.js';
import { RetentionRepository } from '../../persistence/privacy/retention.repository.js';
import { SearchRepository } from '../../persistence/search/search.repository.js';
import { ForgetWords } from '../search/forget-words.step.js';

const BATCH = 1_000;

/** Messages, notes, activities and surveys that are older than their tenant wants to keep them go; contacts and conversations stay. */
@Injectable()
export class ApplyRetentionHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly retention: RetentionRepository,
    private readonly erasures: ErasuresRepository,
    private readonly search: SearchRepository,
    private readonly words: ForgetWords,
  ) {}

  /**
   * @param isStopped asked between batches @returns the number of messages that are gone
   * @throws the first failure, after all other tenants
   */
  async execute(isStopped: () => boolean = () => false): Promise<number> {
    const tenants = await this.database.forSystem((tx) => this.retention.tenants(tx));
    return forEach(tenants, ({ tenantId, messagesDays }) => this.#ofTenant(tenantId, keptSince(messagesDays, new Date()), isStopped));
  }

  async #ofTenant(tenantId: string, since: Date, isStopped: () => boolean): Promise<number> {
    let messages = 0;
    for (let isMore = true; isMore && !isStopped();) {
      const deleted = await this.#deleteBatch(tenantId, since);
      messages += deleted.messages;
      isMore = Object.values(deleted).includes(BATCH);
    }
    return messages;
  }

  async #deleteBatch(tenantId: string, since: Date): Promise<Record<'messages' | 'notes' | 'activities' | 'surveys', number>> {
    return this.database.forTenant(tenantId, async (tx) => {
      await this.search.hold(tx);
      const messages = await this.retention.deleteMessages(tx, since, BATCH);
      if (messages.length > 0) {
        await this.words.of(tx, messages);
        await this.erasures.deleteOfMessages(
          tx,
          messages.map(({ id }) => id),
        );
      }
      const first = firstIdOf(since);
      const notes = await this.retention.deleteNotes(tx, first, BATCH);
      const activities = await this.retention.deleteActivities(tx, first, BATCH);
      return { messages: messages.length, notes, activities, surveys: await this.retention.deleteSurveys(tx, first, BATCH) };
    });
  }
}
