import type { AccountSettings, MessagingLimit, NumberSettings } from '../graph/number-settings.js';
import type { Template } from '../graph/template.js';

/** How an account stands with Meta. */
export interface AccountUsage extends AccountSettings {
  /** Management calls on the account in the last hour. */
  management: { allowed: number; used: number };
  /** Messages of the account that wait until Meta knows more of their template. */
  held: number;
}

/** How a number stands with Meta and how much of each limit it has used, whether the limit is held or not. */
export interface NumberUsage extends NumberSettings, AccountUsage {
  phoneNumberId: string;
  displayPhoneNumber: string;
  verifiedName: string;
  wabaId: string;
  /** The portfolio: of the business, else the account itself. */
  businessId: string;
  messagingLimit: MessagingLimit;
  /** ISO 8601; the throughput is being raised until then. */
  maintenanceUntil?: string;
  /** Messages of the last second. */
  rate: { allowed: number; inbound: number; outbound: number };
  /** People of the portfolio in the last 24 hours; `limit` is null where there is none. */
  people: { limit: number | null; used: number; nextFreeAt?: string };
  /** Service messages of the month. */
  service: { free: number; used: number };
  /** Refused sends by error code. */
  refusals: Record<string, number>;
}

/** A template as the controls show it. */
export interface TemplateUsage extends Pick<Template, 'id' | 'name' | 'language' | 'category' | 'status'> {
  wabaId: string;
  quality: string;
  reason?: string;
  /** ISO 8601; a pause that the clock ends. */
  pausedUntil?: string;
  held: number;
}
