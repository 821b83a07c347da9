import { Injectable } from '@nestjs/common';
import { v7 } from 'uuid';
import { answerTried } from '#contracts';
import { TenantDatabase } from '#database';
import { Outbox } from '#messaging';
import { Problem } from '#service-kit';
import { BaseUnknown } from '../../clients/answers/knowledge.client.js';
import { AskerLeft } from '../../clients/answers/openai.client.js';
import type { Cost, Responded } from '../../domain/answers/answer.js';
import { ModelPricesRepository } from '../../persistence/answers/model-prices.repository.js';
import { ReplySettingsRepository, type ReplySettings } from '../../persistence/answers/reply-settings.repository.js';

/** Of a text whose tokens nobody told. */
const CHARACTERS_A_TOKEN = 4;

/** What somebody of the tenant was answered, and what it took. */
export interface Metered {
  responded: Responded;
  durationMs: number;
  /** Undefined where no price is known. */
  cost: Cost | undefined;
}

/** Counts what the assistant does for people of the tenant as what it does for customers: for the plan, by tokens and by cost. */
@Injectable()
export class MeterAnswer {
  constructor(
    private readonly database: TenantDatabase,
    private readonly settings: ReplySettingsRepository,
    private readonly prices: ModelPricesRepository,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Promises the answer a unit of the plan, has it made and counts it. Nothing else is kept of it.
   *
   * @param work makes the answer
   * @param shown what the asker has read so far. When they leave, that counts as the answer; its tokens are not known and are taken for a quarter
   * of its characters. Who read nothing uses nothing
   * @param outletId its language wins over the tenant's
   * @returns undefined when the asker left
   * @throws {Problem} not_found for a base that is not there; 402 quota_exceeded when the AI answers of the month are used
   */
  async execute(
    tenantId: string,
    work: (settings: ReplySettings) => Promise<Responded>,
    shown: () => string,
    outletId?: string,
  ): Promise<Metered | undefined> {
    const settings = await this.database.forTenant(tenantId, (tx) => this.settings.of(tx, outletId));
    const requestId = v7();
    if (settings.isUsedUp || (settings.isLimited && !(await this.#reserve(tenantId, requestId)))) throw usedUp(settings);

    const startedAt = performance.now();
    const durationMs = (): number => Math.round(performance.now() - startedAt);
    try {
      const responded = await work(settings);
      return { responded, ...(await this.#count(tenantId, requestId, responded, durationMs())) };
    } catch (error) {
      if (error instanceof AskerLeft && shown() !== '') {
        const read: Responded = {
          outcome: { kind: 'answer', text: shown(), citations: [] },
          responder: 'model',
          model: settings.server?.model ?? settings.model ?? 'unknown',
          promptTokens: 0,
          completionTokens: Math.ceil(shown().length / CHARACTERS_A_TOKEN),
          ...(settings.server ? { ownKey: true } : {}),
        };
        await this.#count(tenantId, requestId, read, durationMs());
        return undefined;
      }
      if (settings.isLimited) await this.database.forTenant(tenantId, (tx) => this.settings.release(tx, requestId));
      if (error instanceof BaseUnknown) throw Problem.notFound('knowledge base');
      if (!(error instanceof AskerLeft)) throw error;
      return undefined;
    }
  }

  async #reserve(tenantId: string, requestId: string): Promise<boolean> {
    return (await this.database.forTenant(tenantId, (tx) => this.settings.reserve(tx, [requestId]))).size > 0;
  }

  async #count(
    tenantId: string,
    requestId: string,
    { outcome, ...usage }: Responded,
    durationMs: number,
  ): Promise<Pick<Metered, 'cost' | 'durationMs'>> {
    return this.database.forTenant(tenantId, async (tx) => {
      this.outbox.append(tx, answerTried, { requestId, answered: outcome.kind === 'answer', usage: { ...usage, durationMs } });
      return { durationMs, cost: await this.prices.costOf(tx, usage) };
    });
  }
}

function usedUp({ limit, used }: ReplySettings): Problem {
  const detail = `The plan allows ${limit} AI answers a month, and they are used. Wait for the next month, or ask for a larger plan.`;
  return new Problem(402, 'quota_exceeded', detail, undefined, {}, { meter: 'aiReplies', limit, used });
}
