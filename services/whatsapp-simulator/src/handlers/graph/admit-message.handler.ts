import { Injectable } from '@nestjs/common';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { SimulatedClock } from '../../clients/control/simulated-clock.js';
import { FaultPlan } from '../../domain/control/faults.js';
import type { BusinessNumber } from '../../domain/graph/business-number.js';
import { GraphError, webhookError, type WebhookError } from '../../domain/graph/graph-error.js';
import { MESSAGING_LIMITS } from '../../domain/graph/number-settings.js';
import type { OutboundRequest } from '../../domain/graph/outbound-message.js';
import type { Contact, OutboundMessage } from '../../domain/phone/thread.js';
import { pricingOf } from '../../domain/webhooks/pricing.js';
import { portfolioOf, SettingsStore } from '../../persistence/graph/settings-store.js';
import { TrafficLedger } from '../../persistence/graph/traffic-ledger.js';

/** `lost`: accepted, and nothing is heard of it again. */
export type LaterOutcome = WebhookError | 'lost' | undefined;

/** Decides, by Meta's limits and by what Meta has decided about number, account and portfolio, whether a message goes. */
@Injectable()
export class AdmitMessageHandler {
  constructor(
    private readonly clock: SimulatedClock,
    private readonly faults: FaultPlan,
    private readonly settings: SettingsStore,
    private readonly ledger: TrafficLedger,
  ) {}

  /** Whether the number may send at all. Throws GraphError 368, 131031, 133010 or 131057. */
  enter(number: BusinessNumber): void {
    const { standing } = this.settings.account(number.wabaId);
    if (standing === 'restricted') {
      throw new GraphError({ code: 368, details: 'The WhatsApp Business account has been restricted or disabled for a policy violation.' });
    }
    if (standing === 'locked') throw new GraphError({ code: 131031, details: 'The WhatsApp Business account is locked.' });
    const { registered, maintenanceUntil } = this.settings.number(number);
    if (!registered) throw new GraphError({ code: 133010 });
    if (maintenanceUntil !== undefined && this.clock.now() < maintenanceUntil) {
      throw new GraphError({ code: 131057, details: 'The number is in maintenance while its throughput is raised.' });
    }
  }

  /** Counts the message against the rates of its number and of its recipient. Throws GraphError 130429 or 131056. */
  execute(number: BusinessNumber, { phone, userId, groupId }: OutboundRequest): void {
    const { phoneNumberId } = number;
    const { limits } = this.faults.current();
    const now = this.clock.now();
    if (limits.throughput && !this.ledger.takeRate(phoneNumberId, this.settings.number(number).throughput, now)) {
      throw new GraphError({ code: 130429, details: 'Cloud API message throughput has been reached.' });
    }
    if (limits.pair && !this.ledger.takePair(phoneNumberId, (phone ?? userId ?? groupId)!, now)) {
      throw new GraphError({
        code: 131056,
        details: 'Too many messages sent from this phone number to the same recipient in a short period.',
      });
    }
  }

  /**
   * Whether the business may begin with this person, outside the window. Throws GraphError 131048: Meta publishes no code of its own for the
   * messaging limit, and this is the one that partners report.
   */
  begin(number: BusinessNumber, person: string): void {
    if (this.settings.number(number).restricted) {
      throw new GraphError({
        code: 131048,
        details: 'The number is restricted, since too many of its messages were blocked or reported as spam.',
      });
    }
    if (!this.faults.current().limits.portfolio) return;
    const limit = MESSAGING_LIMITS[this.settings.messagingLimit(number)];
    const reached = this.ledger.reached(portfolioOf(number));
    const now = this.clock.now();
    if (reached.size(now) < limit || reached.has(person, now)) return;
    throw new GraphError({ code: 131048, details: `The messaging limit of ${limit} people in 24 hours has been reached.` });
  }

  /** What becomes of an accepted message; one that goes counts. Undefined: it goes. @param contact absent for a group */
  later(number: BusinessNumber, message: OutboundMessage, contact: Contact | undefined): LaterOutcome {
    const failure = this.unpaid(number, message) ?? (contact && this.unwanted(message, contact));
    if (failure === undefined && contact && !message.windowOpen) this.ledger.reached(portfolioOf(number)).add(contact.key, message.at);
    return failure;
  }

  /** Without a payment method templates fail and service messages vanish. Source: Meta, "Non-template messages". */
  private unpaid({ wabaId }: BusinessNumber, message: OutboundMessage): LaterOutcome {
    if (this.settings.account(wabaId).paymentMethod || !pricingOf(message).billable) return undefined;
    return message.category === 'service' ? 'lost' : webhookError(131042, 'The account has no payment method that works.');
  }

  /** Marketing that Meta does not deliver. Inside the window, which an answer opens, it goes and does not count. */
  private unwanted(message: OutboundMessage, contact: Contact): WebhookError | undefined {
    if (!message.category.startsWith('marketing')) return undefined;
    const { usMarketing, marketingPerUser } = this.faults.current().limits;
    if (usMarketing && isOfTheUnitedStates(contact.phone)) {
      return webhookError(131049, 'Marketing templates are not delivered to numbers of the United States.');
    }
    if (message.windowOpen) return undefined;
    const user = contact.phone ?? contact.userId;
    const { marketingToUsers } = this.ledger;
    if (marketingPerUser !== null && marketingToUsers.count(user, message.at) >= marketingPerUser) {
      return webhookError(131049, 'This message was not delivered to maintain healthy ecosystem engagement.');
    }
    marketingToUsers.add(user, message.at);
    return undefined;
  }
}

/** +1 and no area code of Canada or of an island. A made-up area code such as 555 counts. */
function isOfTheUnitedStates(phone: string | undefined): boolean {
  if (!phone?.startsWith('1') || phone.length !== 11) return false;
  const country = parsePhoneNumberFromString(`+${phone}`)?.country;
  return country === undefined || country === 'US';
}
