import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { knowledgeSearch } from '#contracts';
import { NatsLink, NatsUnavailable, Queries, QueryFailed } from '#messaging';
import type { Passage } from '../domain/answer.js';

/** A restart of the knowledge service takes a few seconds: shorter than a customer minds, longer than one attempt. */
const RETRY_AFTER_MS = [500, 2_000, 4_000];
const MOST_CHARACTERS = 4_096;

export class KnowledgeUnavailable extends Error {}

@Injectable()
export class KnowledgeClient {
  constructor(
    private readonly queries: Queries,
    private readonly link: NatsLink,
  ) {}

  /**
   * @returns passages, best first
   * @throws {KnowledgeUnavailable} when the service still does not answer after several attempts
   * @throws {NatsUnavailable} when NATS itself is away, which is waited out like any outage
   */
  async search(tenantId: string, outletId: string, query: string, limit: number): Promise<Passage[]> {
    for (let attempt = 0; ; attempt++) {
      try {
        return (await this.queries.ask(knowledgeSearch, tenantId, { outletId, query: query.slice(0, MOST_CHARACTERS), limit })).items;
      } catch (error) {
        if (!this.link.isUp) throw new NatsUnavailable();
        if (!(error instanceof QueryFailed)) throw error;
        const waitMs = RETRY_AFTER_MS[attempt];
        if (waitMs === undefined) throw new KnowledgeUnavailable(`the knowledge service did not answer (${error.code})`);
        await pause(waitMs);
      }
    }
  }
}
