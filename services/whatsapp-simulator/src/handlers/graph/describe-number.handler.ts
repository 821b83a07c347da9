import { Injectable } from '@nestjs/common';
import { SimulatedClock } from '../../clients/control/simulated-clock.js';
import { FaultPlan } from '../../domain/control/faults.js';
import type { BusinessNumber } from '../../domain/graph/business-number.js';
import { GraphError } from '../../domain/graph/graph-error.js';
import { NumberDirectory } from '../../persistence/graph/number-directory.js';
import { portfolioOf, SettingsStore } from '../../persistence/graph/settings-store.js';
import { TrafficLedger } from '../../persistence/graph/traffic-ledger.js';

const DEFAULT_FIELDS = [
  'verified_name',
  'code_verification_status',
  'display_phone_number',
  'quality_rating',
  'platform_type',
  'throughput',
  'id',
];

/** In 72 hours. Source: Meta, "Register a business phone number". */
const MOST_REGISTRATIONS = 10;

/** Describes a number as the Graph API does. */
@Injectable()
export class DescribeNumberHandler {
  constructor(
    private readonly numbers: NumberDirectory,
    private readonly settings: SettingsStore,
    private readonly ledger: TrafficLedger,
    private readonly faults: FaultPlan,
    private readonly clock: SimulatedClock,
  ) {}

  /** Throws GraphError 100 for a field that does not exist. */
  execute(number: BusinessNumber, fields?: string): object {
    const { throughput, quality } = this.settings.number(number);
    const messagingLimit = this.settings.messagingLimit(number);
    const known: Record<string, unknown> = {
      id: number.phoneNumberId,
      verified_name: number.verifiedName,
      display_phone_number: number.displayPhoneNumber,
      code_verification_status: 'VERIFIED',
      quality_rating: quality,
      platform_type: 'CLOUD_API',
      throughput: { level: throughput === 'HIGH' ? 'HIGH' : 'STANDARD' },
      whatsapp_business_manager_messaging_limit: messagingLimit,
      messaging_limit_tier: messagingLimit,
      status: this.statusOf(number),
      name_status: 'APPROVED',
      is_official_business_account: false,
      is_on_biz_app: throughput === 'COEXISTENCE',
      account_mode: 'LIVE',
      webhook_configuration: {},
      health_status: this.healthOf(number),
    };
    const wanted = fields ? ['id', ...fields.split(',').map((field) => field.trim())] : DEFAULT_FIELDS;
    const unknown = wanted.find((field) => !(field in known));
    if (unknown)
      throw new GraphError({
        code: 100,
        message: `(#100) Tried accessing nonexisting field (${unknown}) on node type (WhatsAppBusinessPhoneNumber)`,
      });
    // A claimed number has the name that the business gave it.
    const told = number.isClaimed ? wanted.filter((field) => field !== 'display_phone_number' && field !== 'verified_name') : wanted;
    return Object.fromEntries(told.map((field) => [field, known[field]]));
  }

  /** Accepts any six digits of two-step verification. Throws GraphError 133005 for anything else, 133016 for too many. */
  register(number: BusinessNumber, pin: unknown): { success: true } {
    if (!/^\d{6}$/.test(String(pin))) throw new GraphError({ code: 133005, details: 'pin must be six digits' });
    this.countRegistration(number, 'register');
    this.settings.number(number).registered = true;
    return { success: true };
  }

  /** Throws GraphError 133016 for too many. */
  deregister(number: BusinessNumber): { success: true } {
    this.countRegistration(number, 'deregister');
    this.settings.number(number).registered = false;
    return { success: true };
  }

  private countRegistration({ phoneNumberId }: BusinessNumber, what: 'register' | 'deregister'): void {
    const now = this.clock.now();
    const count = this.ledger.registrations(phoneNumberId, what);
    if (this.faults.current().limits.registration && count.total(now) >= MOST_REGISTRATIONS) {
      throw new GraphError({ code: 133016, details: 'There were too many attempts for this phone number in a short period of time.' });
    }
    count.add(now);
  }

  /** Whether webhooks of the account are sent to this application. */
  subscription(wabaId: string): object {
    const app = {
      whatsapp_business_api_data: {
        id: '670843887433847',
        link: 'https://www.facebook.com/games/?app_id=670843887433847',
        name: 'Chasqui',
      },
    };
    return { data: this.numbers.isSubscribed(wabaId) ? [app] : [] };
  }

  subscribe(wabaId: string, subscribed: boolean): { success: true } {
    this.numbers.setSubscribed(wabaId, subscribed);
    return { success: true };
  }

  private statusOf(number: BusinessNumber): string {
    const { registered, restricted, quality } = this.settings.number(number);
    if (!registered) return 'DISCONNECTED';
    if (restricted) return 'RESTRICTED';
    return quality === 'RED' ? 'FLAGGED' : 'CONNECTED';
  }

  /** Who may send, from the number up to its portfolio; the worst of them counts. Source: Meta, "Messaging health status". */
  private healthOf(number: BusinessNumber): object {
    const { registered, restricted } = this.settings.number(number);
    const { standing, paymentMethod } = this.settings.account(number.wabaId);
    const ofNumber = !registered ? 'BLOCKED' : restricted ? 'LIMITED' : 'AVAILABLE';
    const ofAccount = standing !== 'active' ? 'BLOCKED' : paymentMethod ? 'AVAILABLE' : 'LIMITED';
    const noPayment = {
      error_code: 141006,
      error_description: 'There is an error with the payment method.',
      possible_solution: 'Correct the payment method in the billing settings.',
    };
    const all = ['BLOCKED', 'LIMITED', 'AVAILABLE'];
    return {
      can_send_message: all.find((each) => each === ofNumber || each === ofAccount),
      entities: [
        { entity_type: 'PHONE_NUMBER', id: number.phoneNumberId, can_send_message: ofNumber },
        { entity_type: 'WABA', id: number.wabaId, can_send_message: ofAccount, ...(paymentMethod ? {} : { errors: [noPayment] }) },
        ...(number.businessId ? [{ entity_type: 'BUSINESS', id: portfolioOf(number), can_send_message: 'AVAILABLE' }] : []),
      ],
    };
  }
}
