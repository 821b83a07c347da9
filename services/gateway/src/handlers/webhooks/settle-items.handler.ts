import { Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { ROUTED_KINDS, WebhookItemsRepository, type RoutedKind } from '../../persistence/webhooks/webhook-items.repository.js';

const PAGE = 1_000;
/** Pages of one kind per run; the next run continues where this one ended. */
const MAX_PAGES = 5;
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Gives items their outcome. A consumer writes a receipt in the transaction of the effect, so a receipt proves that the item was processed.
 * Reads the published views of receipts, page by page.
 */
@Injectable()
export class SettleItemsHandler {
  readonly #after = new Map<string, string>();

  constructor(
    private readonly database: TenantDatabase,
    private readonly items: WebhookItemsRepository,
  ) {}

  /**
   * @param outcome `dead`: a later delivery may have processed an item that its consumer gave up
   * @returns the number of settled items
   */
  async execute(outcome: 'pending' | 'dead'): Promise<number> {
    let settled = 0;
    for (const kind of ROUTED_KINDS) settled += await this.#settle(kind, outcome);
    return settled;
  }

  async #settle(kind: RoutedKind, outcome: 'pending' | 'dead'): Promise<number> {
    const key = `${kind}:${outcome}`;
    let settled = 0;
    for (let page = 0; page < MAX_PAGES; page++) {
      const after = this.#after.get(key) ?? FIRST;
      const result = await this.database.forSystem(async (tx) =>
        (await this.items.lockSettling(tx)) ? this.items.settlePage(tx, kind, outcome, after, PAGE) : undefined,
      );
      // Another gateway is settling.
      if (!result) return settled;
      settled += result.settled;
      if (result.scanned < PAGE || result.last === null) {
        this.#after.delete(key);
        return settled;
      }
      this.#after.set(key, result.last);
      // Younger items are even less likely to be done: they are not read again and again while they wait.
      if (result.settled < PAGE / 10) return settled;
    }
    return settled;
  }
}
