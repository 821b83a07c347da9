import { Injectable } from '@nestjs/common';
import { PhoneFeed } from '../../clients/phone/phone-feed.js';
import { SimulatedClock } from '../../clients/control/simulated-clock.js';
import type { BusinessNumber } from '../../domain/graph/business-number.js';
import {
  MESSAGING_LIMITS,
  THROUGHPUT,
  type AccountSettings,
  type MessagingLimit,
  type SettingsPatch,
  type Throughput,
} from '../../domain/graph/number-settings.js';
import { accountUpdate } from '../../domain/webhooks/webhook-update.js';
import { NumberDirectory } from '../../persistence/graph/number-directory.js';
import { portfolioOf, SettingsStore } from '../../persistence/graph/settings-store.js';
import { FindNumberHandler } from '../phone/find-number.handler.js';
import { DeliverWebhooksHandler } from '../webhooks/deliver-webhooks.handler.js';

/** Meta: a raise takes up to a minute, in which the number is in maintenance. */
const MAINTENANCE_MS = 60_000;
const RESTRICTED_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Numbers that a business may have, by default. */
const MOST_NUMBERS = 20;

/** Meta decides on a number, its account or its portfolio, and tells by the webhooks that it has for this. */
@Injectable()
export class ChangeNumberHandler {
  constructor(
    private readonly find: FindNumberHandler,
    private readonly numbers: NumberDirectory,
    private readonly settings: SettingsStore,
    private readonly clock: SimulatedClock,
    private readonly deliver: DeliverWebhooksHandler,
    private readonly feed: PhoneFeed,
  ) {}

  /** @throws {Problem} number_unknown */
  execute(phoneNumberId: string, patch: SettingsPatch): void {
    const number = this.find.execute(phoneNumberId);
    const state = this.settings.number(number);
    if (patch.registered !== undefined) state.registered = patch.registered;
    if (patch.throughput) this.setThroughput(number, patch.throughput, patch.maintenanceMs ?? MAINTENANCE_MS);
    if (patch.quality && patch.quality !== state.quality) {
      const wasRed = state.quality === 'RED';
      state.quality = patch.quality;
      if (wasRed || patch.quality === 'RED') this.tellQuality(number, wasRed ? 'UNFLAGGED' : 'FLAGGED');
    }
    if (patch.restricted !== undefined && patch.restricted !== state.restricted) {
      state.restricted = patch.restricted;
      if (patch.restricted) this.tellRestriction(number, ['RESTRICTED_BIZ_INITIATED_MESSAGING'], digits(number));
    }
    if (patch.messagingLimit) this.setMessagingLimit(number, patch.messagingLimit);
    this.changeAccount(number, patch);
    this.feed.publish({ name: 'numbers', data: {} });
  }

  /** A raise comes after the maintenance, anything else at once. */
  private setThroughput(number: BusinessNumber, throughput: Throughput, maintenanceMs: number): void {
    const state = this.settings.number(number);
    if (throughput === state.throughput) return;
    const isRaise = THROUGHPUT[throughput] > THROUGHPUT[state.throughput];
    const done = (): void => {
      state.maintenanceUntil = undefined;
      state.throughput = throughput;
      // Meta documents no event for less; this one is told so that nobody is left to guess.
      this.tellQuality(
        number,
        isRaise ? 'THROUGHPUT_UPGRADE' : 'THROUGHPUT_DOWNGRADE',
        throughput === 'HIGH' ? 'TIER_UNLIMITED' : undefined,
      );
      this.feed.publish({ name: 'numbers', data: {} });
    };
    state.maintenanceUntil = undefined;
    if (!isRaise || maintenanceMs === 0) return done();
    const until = this.clock.now() + maintenanceMs;
    state.maintenanceUntil = until;
    this.clock.schedule(maintenanceMs, () => {
      if (this.settings.number(number) === state && state.maintenanceUntil === until) done();
    });
  }

  private setMessagingLimit(number: BusinessNumber, limit: MessagingLimit): void {
    const before = this.settings.messagingLimit(number);
    if (limit === before) return;
    this.settings.setMessagingLimit(number, limit);
    const isMore = MESSAGING_LIMITS[limit] > MESSAGING_LIMITS[before];
    const ofPortfolio = this.numbers.all().filter((each) => portfolioOf(each) === portfolioOf(number));
    for (const each of ofPortfolio) this.tellQuality(each, isMore ? 'UPGRADE' : 'DOWNGRADE', limit, before);
    const most = MESSAGING_LIMITS[limit];
    for (const wabaId of new Set(ofPortfolio.map((each) => each.wabaId))) {
      this.deliver.execute(
        accountUpdate(wabaId, 'business_capability_update', {
          max_daily_conversations_per_business: Number.isFinite(most) ? most : -1,
          max_phone_numbers_per_business: MOST_NUMBERS,
          max_phone_numbers_per_waba: MOST_NUMBERS,
        }),
      );
    }
  }

  private changeAccount(number: BusinessNumber, patch: SettingsPatch): void {
    const { wabaId } = number;
    const account = this.settings.account(wabaId);
    const { standing, paymentMethod = account.paymentMethod, marketingOnCloudApi = account.marketingOnCloudApi } = patch;
    const { marketingMessages = account.marketingMessages } = patch;
    if (account.marketingMessages === 'off' && marketingMessages !== 'off') this.tellAccount(wabaId, { event: 'MM_LITE_TERMS_SIGNED' });
    Object.assign(account, { paymentMethod, marketingOnCloudApi, marketingMessages });
    if (standing && standing !== account.standing) {
      account.standing = standing;
      this.tellStanding(number, standing);
    }
  }

  private tellStanding(number: BusinessNumber, standing: AccountSettings['standing']): void {
    if (standing === 'restricted') {
      this.tellRestriction(number, ['RESTRICTED_BIZ_INITIATED_MESSAGING', 'RESTRICTED_CUSTOMER_INITIATED_MESSAGING']);
      return;
    }
    const date = new Date(this.clock.now()).toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' });
    const state = standing === 'locked' ? 'DISABLE' : 'REINSTATE';
    this.tellAccount(number.wabaId, { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: state, waba_ban_date: date } });
  }

  private tellRestriction({ wabaId }: BusinessNumber, types: string[], phone?: string): void {
    const expiration = Math.floor((this.clock.now() + RESTRICTED_DAYS * DAY_MS) / 1000);
    this.tellAccount(wabaId, {
      ...(phone ? { phone_number: phone } : {}),
      event: 'ACCOUNT_RESTRICTION',
      restriction_info: types.map((type) => ({ restriction_type: type, expiration })),
    });
  }

  private tellAccount(wabaId: string, value: object): void {
    this.deliver.execute(accountUpdate(wabaId, 'account_update', value));
  }

  private tellQuality(number: BusinessNumber, event: string, current?: string, old?: string): void {
    const limit = this.settings.messagingLimit(number);
    this.deliver.execute(
      accountUpdate(number.wabaId, 'phone_number_quality_update', {
        display_phone_number: digits(number),
        event,
        ...(old ? { old_limit: old } : {}),
        current_limit: current ?? limit,
        max_daily_conversations_per_business: limit,
      }),
    );
  }
}

const digits = ({ displayPhoneNumber }: BusinessNumber): string => displayPhoneNumber.replace(/\D/g, '');
