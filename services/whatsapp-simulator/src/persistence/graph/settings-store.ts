import { Injectable } from '@nestjs/common';
import type { BusinessNumber } from '../../domain/graph/business-number.js';
import type { AccountSettings, MessagingLimit, NumberSettings } from '../../domain/graph/number-settings.js';

/** What Meta has decided about a number, and what is under way. */
export interface NumberState extends NumberSettings {
  /** Its throughput is being raised: no message passes before this time, in epoch milliseconds. */
  maintenanceUntil?: number;
}

/** Standing of numbers, accounts and portfolios. In memory: a restart and a reset begin with what is configured. */
@Injectable()
export class SettingsStore {
  private readonly numbers = new Map<string, NumberState>();
  private readonly accounts = new Map<string, AccountSettings>();
  private readonly limits = new Map<string, MessagingLimit>();

  /** Changes of the result are kept. */
  number(number: BusinessNumber): NumberState {
    let state = this.numbers.get(number.phoneNumberId);
    if (!state) {
      state = { throughput: number.throughput ?? 'STANDARD', quality: 'GREEN', restricted: false, registered: true };
      this.numbers.set(number.phoneNumberId, state);
    }
    return state;
  }

  /** Changes of the result are kept. */
  account(wabaId: string): AccountSettings {
    let account = this.accounts.get(wabaId);
    if (!account) {
      account = { standing: 'active', paymentMethod: true, marketingMessages: 'off', marketingOnCloudApi: true };
      this.accounts.set(wabaId, account);
    }
    return account;
  }

  messagingLimit(number: BusinessNumber): MessagingLimit {
    return this.limits.get(portfolioOf(number)) ?? number.messagingLimit ?? 'TIER_2K';
  }

  setMessagingLimit(number: BusinessNumber, limit: MessagingLimit): void {
    this.limits.set(portfolioOf(number), limit);
  }

  reset(): void {
    this.numbers.clear();
    this.accounts.clear();
    this.limits.clear();
  }
}

export const portfolioOf = ({ businessId, wabaId }: BusinessNumber): string => businessId ?? wabaId;
