import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { modelCost, type UsedTokens } from '../../domain/costs/model-cost.js';
import { added } from '../../domain/costs/sums.js';
import { CostsRepository } from '../../persistence/costs/costs.repository.js';
import { PricesRepository } from '../../persistence/costs/prices.repository.js';

/** Adds what the tokens of answers cost, by the prices of their days. Who calls it counts each answer once. */
@Injectable()
export class CountModelCosts {
  constructor(
    private readonly costs: CostsRepository,
    private readonly prices: PricesRepository,
  ) {}

  async execute(tx: Transaction, answers: readonly UsedTokens[]): Promise<void> {
    const paid = answers.filter(({ promptTokens, completionTokens }) => promptTokens + completionTokens > 0);
    const prices = await this.prices.models(
      tx,
      paid.map(({ model, at }) => ({ model, day: at.slice(0, 10) })),
    );
    await this.costs.grow(tx, added(paid.flatMap((answer, index) => modelCost(answer, prices[index]) ?? [])));
  }
}
