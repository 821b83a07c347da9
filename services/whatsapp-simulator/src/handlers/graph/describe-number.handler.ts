import { Injectable } from '@nestjs/common';
import type { BusinessNumber } from '../../domain/graph/business-number.js';
import { GraphError } from '../../domain/graph/graph-error.js';
import { NumberDirectory } from '../../persistence/graph/number-directory.js';

const DEFAULT_FIELDS = [
  'verified_name',
  'code_verification_status',
  'display_phone_number',
  'quality_rating',
  'platform_type',
  'throughput',
  'id',
];

/** Describes a number as the Graph API does. */
@Injectable()
export class DescribeNumberHandler {
  constructor(private readonly numbers: NumberDirectory) {}

  /** Throws GraphError 100 for a field that does not exist. */
  execute(number: BusinessNumber, fields?: string): object {
    const known: Record<string, unknown> = {
      id: number.phoneNumberId,
      verified_name: number.verifiedName,
      display_phone_number: number.displayPhoneNumber,
      code_verification_status: 'VERIFIED',
      quality_rating: 'GREEN',
      platform_type: 'CLOUD_API',
      throughput: { level: 'STANDARD' },
      whatsapp_business_manager_messaging_limit: 'TIER_2K',
      messaging_limit_tier: 'TIER_2K',
      status: this.numbers.isRegistered(number.phoneNumberId) ? 'CONNECTED' : 'DISCONNECTED',
      name_status: 'APPROVED',
      is_official_business_account: false,
      is_on_biz_app: false,
      account_mode: 'LIVE',
      webhook_configuration: {},
      health_status: {
        can_send_message: 'AVAILABLE',
        entities: [
          { entity_type: 'PHONE_NUMBER', id: number.phoneNumberId, can_send_message: 'AVAILABLE' },
          { entity_type: 'WABA', id: number.wabaId, can_send_message: 'AVAILABLE' },
        ],
      },
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

  /** Accepts any six digits of two-step verification. Throws GraphError 133005 for anything else. */
  register(number: BusinessNumber, pin: unknown): { success: true } {
    if (!/^\d{6}$/.test(String(pin))) throw new GraphError({ code: 133005, details: 'pin must be six digits' });
    this.numbers.setRegistered(number.phoneNumberId, true);
    return { success: true };
  }

  deregister(number: BusinessNumber): { success: true } {
    this.numbers.setRegistered(number.phoneNumberId, false);
    return { success: true };
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
}
