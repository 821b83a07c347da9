import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { isWindowOpen } from '../../domain/gate/facts.js';
import { limitOf } from '../../domain/rates/messaging-limit.js';
import { WindowsRepository } from '../../persistence/gate/windows.repository.js';
import type { ClaimedMessage } from '../../persistence/queue/messages.repository.js';
import { PortfoliosRepository } from '../../persistence/rates/portfolios.repository.js';

/** Whether the business may still reach another customer outside a conversation today. */
@Injectable()
export class CheckBudget {
  constructor(
    private readonly portfolios: PortfoliosRepository,
    private readonly windows: WindowsRepository,
  ) {}

  /** Only templates leave outside a conversation; a group has no limit. */
  isNeeded({ template, groupId }: ClaimedMessage): boolean {
    return template !== null && groupId === null;
  }

  /**
   * Counts the customer before the message leaves, so that the limit holds whenever a process ends: at worst one is counted who was not
   * reached.
   *
   * @returns undefined when it may leave; otherwise in how many milliseconds the next customer may be reached
   */
  async execute(tx: Transaction, { outletId, phone, userId }: ClaimedMessage): Promise<number | undefined> {
    const number = await this.portfolios.limit(tx, outletId);
    const limit = limitOf(number?.messagingLimit ?? null);
    if (!number || limit === undefined) return undefined;
    const window = await this.windows.find(tx, outletId, { phone, userId });
    if (isWindowOpen({ ...window, at: new Date() })) return undefined;
    return this.portfolios.reach(tx, { portfolio: number.portfolio, user: phone ?? userId ?? '', limit });
  }
}
