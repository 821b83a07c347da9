import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { isWindowOpen, MARKETING } from '../../domain/gate/facts.js';
import { toLookUp, type LateDenial, type LookUp } from '../../domain/gate/leaving.js';
import { DeliveryLimitsRepository } from '../../persistence/gate/delivery-limits.repository.js';
import { RefusalsRepository } from '../../persistence/gate/refusals.repository.js';
import { WindowsRepository } from '../../persistence/gate/windows.repository.js';
import type { ClaimedMessage } from '../../persistence/queue/messages.repository.js';
import { TemplatesRepository } from '../../persistence/templates/templates.repository.js';

/** The gate's last look at a message: at what may have changed since it was let through. */
@Injectable()
export class CheckLeaving {
  constructor(
    private readonly windows: WindowsRepository,
    private readonly refusals: RefusalsRepository,
    private readonly limits: DeliveryLimitsRepository,
    private readonly templates: TemplatesRepository,
  ) {}

  /** Whether anything has to be looked up: nearly never for what is answered in an open window. */
  isNeeded(message: ClaimedMessage): boolean {
    return toLookUp(message, new Date()).length > 0;
  }

  /** @returns why it may not leave any more */
  async execute(tx: Transaction, message: ClaimedMessage): Promise<LateDenial | undefined> {
    const now = new Date();
    for (const what of toLookUp(message, now)) {
      const denial = await this.#look(tx, message, what, now);
      if (denial) return denial;
    }
    return undefined;
  }

  async #look(tx: Transaction, message: ClaimedMessage, what: LookUp, now: Date): Promise<LateDenial | undefined> {
    switch (what) {
      case 'expiry':
        return 'expired';
      case 'window':
        return isWindowOpen({ ...(await this.windows.find(tx, message.outletId, to(message))), at: now }) ? undefined : 'window_closed';
      case 'consent':
        return (await this.refusals.hasRefused(tx, to(message))) ? 'opted_out' : undefined;
      case 'cap':
        return (await this.limits.isCapped(tx, to(message))) ? 'marketing_cap' : undefined;
      case 'category':
        if (!(await this.#isPromotion(tx, message))) return undefined;
        return (await this.#look(tx, message, 'consent', now)) ?? this.#look(tx, message, 'cap', now);
    }
  }

  async #isPromotion(tx: Transaction, { content, wabaId }: ClaimedMessage): Promise<boolean> {
    if (content.type !== 'template' || wabaId === null) return false;
    const { name, language, category } = content.template;
    const today = (await this.templates.categoryOf(tx, wabaId, name, language)) ?? category;
    // Of a template that nobody knows, WhatsApp alone can say that it is none.
    return today === MARKETING || today === undefined;
  }
}

/** By phone and user id: the message's own id is no contact's. */
const to = ({ phone, userId }: ClaimedMessage): { phone: string | null; userId: string | null } => ({ phone, userId });
