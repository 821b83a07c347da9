import { Injectable } from '@nestjs/common';
import { SimulatedClock } from '../../clients/control/simulated-clock.js';
import type { AccountUsage, NumberUsage, TemplateUsage } from '../../domain/control/usage.js';
import type { BusinessNumber } from '../../domain/graph/business-number.js';
import { MESSAGING_LIMITS, THROUGHPUT } from '../../domain/graph/number-settings.js';
import { FREE_SERVICE_MESSAGES } from '../../domain/webhooks/pricing.js';
import { NumberDirectory } from '../../persistence/graph/number-directory.js';
import { portfolioOf, SettingsStore } from '../../persistence/graph/settings-store.js';
import { TemplateStore } from '../../persistence/graph/template-store.js';
import { TrafficLedger } from '../../persistence/graph/traffic-ledger.js';
import { FindNumberHandler } from '../phone/find-number.handler.js';
import { CountManagementCallHandler } from '../graph/count-management-call.handler.js';
import { PaceTemplatesHandler } from '../graph/pace-templates.handler.js';

/** Shows how numbers and templates stand with Meta. */
@Injectable()
export class ShowUsageHandler {
  constructor(
    private readonly clock: SimulatedClock,
    private readonly find: FindNumberHandler,
    private readonly numbers: NumberDirectory,
    private readonly settings: SettingsStore,
    private readonly ledger: TrafficLedger,
    private readonly management: CountManagementCallHandler,
    private readonly templateStore: TemplateStore,
    private readonly pace: PaceTemplatesHandler,
  ) {}

  execute(): { items: NumberUsage[] } {
    const numbers = this.numbers.all();
    const accounts = Map.groupBy(numbers, ({ wabaId }) => wabaId);
    const shared = new Map([...accounts].map(([wabaId, ofAccount]) => [wabaId, this.accountUsage(wabaId, ofAccount)]));
    return { items: numbers.map((number) => ({ ...this.numberUsage(number), ...shared.get(number.wabaId)! })) };
  }

  /** @throws {Problem} number_unknown */
  one(phoneNumberId: string): NumberUsage {
    const number = this.find.execute(phoneNumberId);
    return { ...this.numberUsage(number), ...this.accountUsage(number.wabaId, this.numbers.ofWaba(number.wabaId)) };
  }

  /** Templates of the accounts that numbers belong to. */
  templates(): { items: TemplateUsage[] } {
    const accounts = [...new Set(this.numbers.all().map(({ wabaId }) => wabaId))];
    return {
      items: accounts.flatMap((wabaId) =>
        this.templateStore.ofWaba(wabaId).map((template) => {
          const { id, name, language, category, status, quality_score: quality, rejected_reason: reason, simulated } = template;
          return {
            wabaId,
            id,
            name,
            language,
            category,
            status,
            reason,
            quality: quality?.score ?? 'UNKNOWN',
            pausedUntil: instant(simulated?.pausedUntil),
            held: this.pace.held(template),
          };
        }),
      ),
    };
  }

  private accountUsage(wabaId: string, numbers: readonly BusinessNumber[]): AccountUsage {
    const used = this.ledger.managementCalls(wabaId).total(this.clock.now());
    return {
      ...this.settings.account(wabaId),
      management: { allowed: this.management.allowed(numbers), used },
      held: this.templateStore.ofWaba(wabaId).reduce((sum, template) => sum + this.pace.held(template), 0),
    };
  }

  private numberUsage(number: BusinessNumber): Omit<NumberUsage, keyof AccountUsage> {
    const now = this.clock.now();
    const { phoneNumberId, displayPhoneNumber, verifiedName, wabaId } = number;
    const { maintenanceUntil, ...settings } = this.settings.number(number);
    const messagingLimit = this.settings.messagingLimit(number);
    const people = MESSAGING_LIMITS[messagingLimit];
    const reached = this.ledger.reached(portfolioOf(number));
    const { refusals, ...rate } = this.ledger.traffic(phoneNumberId, now);
    const next = reached.msUntilNext(now);
    return {
      phoneNumberId,
      displayPhoneNumber,
      verifiedName,
      wabaId,
      businessId: portfolioOf(number),
      ...settings,
      messagingLimit,
      maintenanceUntil: maintenanceUntil !== undefined && maintenanceUntil > now ? instant(maintenanceUntil) : undefined,
      rate: { allowed: THROUGHPUT[settings.throughput], ...rate },
      people: { limit: Number.isFinite(people) ? people : null, used: reached.size(now), nextFreeAt: instant(next && now + next) },
      service: { free: FREE_SERVICE_MESSAGES, used: this.ledger.serviceMessages(phoneNumberId, now) },
      refusals,
    };
  }
}

const instant = (at: number | undefined): string | undefined => (at === undefined ? undefined : new Date(at).toISOString());
