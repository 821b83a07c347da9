import { Injectable } from '@nestjs/common';
import type { EventOf, statusChanged } from '#contracts';
import { TenantDatabase, type Transaction } from '#database';
import { costOf, rateAsked, withReport, type CardRate, type KnownMessage } from '../../domain/costs/message-cost.js';
import { added, moved } from '../../domain/costs/sums.js';
import { CostsRepository, type StoredCost } from '../../persistence/costs/costs.repository.js';
import { PricesRepository } from '../../persistence/costs/prices.repository.js';

@Injectable()
export class CountMessageCostsHandler {
  constructor(
    private readonly database: TenantDatabase,
    private readonly costs: CostsRepository,
    private readonly prices: PricesRepository,
  ) {}

  /**
   * Brings what is known of messages further, and the sums of their days with it. There is no receipt of an event: what it says is known
   * already when it comes again, and in any order the same is known at the end.
   */
  async execute(tenantId: string, events: readonly EventOf<typeof statusChanged>[]): Promise<void> {
    const told = [...Map.groupBy(events, ({ data }) => data.messageId)].sort(([a], [b]) => (a < b ? -1 : 1));
    await this.database.together(tenantId, async (tx) => {
      const known = await this.costs.lock(
        tx,
        told.map(([, reports]) => foldReports(undefined, reports)),
      );
      const changed = told.map(([id, reports]) => ({ before: known.get(id)!, after: merged(known.get(id)!, reports) })).filter(hasChanged);
      const rates = await this.#rates(
        tx,
        changed.map(({ after }) => after),
      );
      const changes = changed.map(({ before, after }) => ({
        before,
        after: { ...after, cost: costOf(after, rates(after)), version: before.version },
      }));
      await this.costs.save(
        tx,
        changes.map(({ after }) => after),
      );
      await this.costs.grow(
        tx,
        added(changes.flatMap(({ before, after }) => moved({ message: before, cost: before.cost }, { message: after, cost: after.cost }))),
      );
    });
  }

  async #rates(tx: Transaction, messages: readonly KnownMessage[]): Promise<(message: KnownMessage) => CardRate | undefined> {
    const asked = new Map(
      messages.flatMap((message) => {
        const rate = rateAsked(message);
        return rate ? [[JSON.stringify(rate), rate] as const] : [];
      }),
    );
    const found = await this.prices.rates(tx, [...asked.values()]);
    const byKey = new Map([...asked.keys()].map((key, index) => [key, found[index]]));
    return (message) => byKey.get(JSON.stringify(rateAsked(message)));
  }
}

type Reports = readonly EventOf<typeof statusChanged>[];

const foldReports = (known: KnownMessage | undefined, reports: Reports): KnownMessage =>
  reports.reduce<KnownMessage | undefined>((message, { data }) => withReport(message, data), known)!;

/** The row of a message that nobody has told of yet is empty. */
const merged = ({ cost: _cost, version, ...known }: StoredCost, reports: Reports): KnownMessage =>
  foldReports(version === 0 ? undefined : known, reports);

const hasChanged = ({ before, after }: { before: StoredCost; after: KnownMessage }): boolean =>
  before.version === 0 ||
  (['outletId', 'conversationId', 'day', 'rank', 'country', 'sentAs', 'pricing', 'pricingRank'] as const).some(
    (key) => before[key] !== after[key],
  );
