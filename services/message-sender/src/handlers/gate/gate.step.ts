import { Injectable } from '@nestjs/common';
import type { SendClass } from '#contracts';
import type { Transaction } from '#database';
import { decide, type Decision } from '../../domain/gate/decide.js';
import type { Facts, Purpose } from '../../domain/gate/facts.js';
import { pricedCategory } from '../../domain/gate/price.js';
import { countryOf, type Addressed } from '../../domain/gate/recipient.js';
import type { FoundTemplate, TemplateFacts } from '../../domain/templates/template-facts.js';
import { BillingRepository } from '../../persistence/gate/billing.repository.js';
import { DeliveryLimitsRepository } from '../../persistence/gate/delivery-limits.repository.js';
import { RefusalsRepository } from '../../persistence/gate/refusals.repository.js';
import { WindowsRepository } from '../../persistence/gate/windows.repository.js';
import { HoldsRepository } from '../../persistence/holds/holds.repository.js';
import type { SendingOutlet } from '../../persistence/queue/outlets.repository.js';
import { PortfoliosRepository } from '../../persistence/rates/portfolios.repository.js';
import { TemplatesRepository } from '../../persistence/templates/templates.repository.js';

/** A message that somebody wants to send to one customer. */
export interface Wish {
  outlet: SendingOutlet;
  to: Addressed;
  /** Of a template: what is known of it. Everything else is free-form. */
  template?: TemplateFacts | undefined;
  areValuesGiven?: boolean;
  purpose?: Purpose | undefined;
  class?: SendClass | undefined;
  /** When it is to leave; now where it is not said. */
  at?: Date;
  /** Whether somebody wants to know what it costs. */
  isPriced?: boolean;
}

/** With the facts that whoever sends goes on with. */
export type Decided = Decision & Pick<Facts, 'windowExpiresAt' | 'quota'>;

/** The one decision before anything leaves: whoever sends asks here, and whoever only wants to know asks the same. */
@Injectable()
export class Gate {
  constructor(
    private readonly windows: WindowsRepository,
    private readonly refusals: RefusalsRepository,
    private readonly limits: DeliveryLimitsRepository,
    private readonly holds: HoldsRepository,
    private readonly templates: TemplatesRepository,
    private readonly billing: BillingRepository,
    private readonly portfolios: PortfoliosRepository,
  ) {}

  /** In one round trip; another one looks for an alternative to what is denied. */
  async decide(tx: Transaction, wish: Wish): Promise<Decided> {
    const facts = await this.#gather(tx, wish);
    const { windowExpiresAt, quota } = facts;
    const decision = decide(facts);
    if (decision.decision === 'allow') return { ...decision, windowExpiresAt, quota };
    return { ...decide(facts, await this.#substitutes(tx, wish.outlet)), windowExpiresAt, quota };
  }

  async #gather(
    tx: Transaction,
    { outlet, to, template, areValuesGiven = true, purpose, class: sendClass, at, isPriced = false }: Wish,
  ): Promise<Facts> {
    const named = template?.known === 'found' ? template.name : null;
    const country = countryOf(to);
    const category = isPriced ? pricedCategory(template) : undefined;
    const [window, isRefused, limits, holds, headroom, quota, rate] = await Promise.all([
      this.windows.find(tx, outlet.id, to),
      this.refusals.hasRefused(tx, to),
      this.limits.find(tx, outlet.wabaId, to),
      this.holds.activeOf(tx, { outletId: outlet.id, wabaId: outlet.wabaId, template: named }),
      template === undefined ? null : this.portfolios.headroom(tx, outlet.id, to.phone ?? to.userId ?? ''),
      this.billing.messagesLeft(tx),
      category && this.billing.rate(tx, category, country),
    ]);
    const now = new Date();
    return {
      now,
      at: at ?? now,
      purpose,
      class: sendClass,
      outlet,
      holds,
      recipient: { phone: to.phone ?? undefined, userId: to.userId ?? undefined, country },
      template,
      areValuesGiven,
      ...window,
      isRefused,
      ...limits,
      headroom,
      quota,
      rate,
    };
  }

  async #substitutes(tx: Transaction, { wabaId, language }: SendingOutlet): Promise<FoundTemplate[]> {
    const rows = await this.templates.substitutes(tx, wabaId);
    const rank = ({ category, language: its }: FoundTemplate): number => (category === 'UTILITY' ? 0 : 2) + (its === language ? 0 : 1);
    // What customers wait for comes before what is to sell them something, and the outlet's own language before others.
    return rows.map((row): FoundTemplate => ({ ...row, known: 'found', problems: [] })).sort((a, b) => rank(a) - rank(b));
  }
}
