import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '#service-kit';
import type { SimulatorConfig } from '../config.js';
import type { BusinessNumber } from '../domain/business-number.js';
import { takeToken, type Bucket, type BucketRule } from '../domain/token-bucket.js';

/** The business numbers, who may use them, and what is counted per number. In memory: access tokens are not written to disk. */
@Injectable()
export class NumberDirectory {
  private numbers = new Map<string, BusinessNumber>();
  private tokens = new Map<string, Set<string>>();
  private readonly unsubscribedWabas = new Set<string>();
  private readonly unregistered = new Set<string>();
  private readonly buckets = new Map<string, Bucket>();
  private readonly serviceMessages = new Map<string, number>();

  constructor(@Inject(CONFIG) config: SimulatorConfig) {
    this.replace(config.SIMULATOR_NUMBERS);
  }

  replace(numbers: BusinessNumber[]): void {
    this.numbers = new Map(numbers.map((number) => [number.phoneNumberId, number]));
    this.tokens = new Map();
    for (const { accessToken, phoneNumberId } of numbers) {
      this.tokens.set(accessToken, (this.tokens.get(accessToken) ?? new Set()).add(phoneNumberId));
    }
  }

  all(): BusinessNumber[] {
    return [...this.numbers.values()];
  }

  ids(): string[] {
    return [...this.numbers.keys()];
  }

  find(phoneNumberId: string): BusinessNumber | undefined {
    return this.numbers.get(phoneNumberId);
  }

  ofWaba(wabaId: string): BusinessNumber[] {
    return this.all().filter((number) => number.wabaId === wabaId);
  }

  /** The numbers a token may use; undefined when nobody was given such a token. */
  ofToken(token: string): Set<string> | undefined {
    return this.tokens.get(token);
  }

  isSubscribed(wabaId: string): boolean {
    return !this.unsubscribedWabas.has(wabaId);
  }

  setSubscribed(wabaId: string, subscribed: boolean): void {
    if (subscribed) this.unsubscribedWabas.delete(wabaId);
    else this.unsubscribedWabas.add(wabaId);
  }

  isRegistered(phoneNumberId: string): boolean {
    return !this.unregistered.has(phoneNumberId);
  }

  setRegistered(phoneNumberId: string, registered: boolean): void {
    if (registered) this.unregistered.delete(phoneNumberId);
    else this.unregistered.add(phoneNumberId);
  }

  /** Takes from the bucket of that name; false when it is empty. */
  take(bucket: string, rule: BucketRule, now: number): boolean {
    const result = takeToken(this.buckets.get(bucket), rule, now);
    this.buckets.set(bucket, result.bucket);
    return result.taken;
  }

  /** Counts a service message and says how many this number had in that month before it. */
  countServiceMessage(phoneNumberId: string, at: number): number {
    const key = `${phoneNumberId} ${new Date(at).toISOString().slice(0, 7)}`;
    const before = this.serviceMessages.get(key) ?? 0;
    this.serviceMessages.set(key, before + 1);
    return before;
  }

  /** Forgets counts, limits and subscriptions; keeps the numbers. */
  reset(): void {
    this.unsubscribedWabas.clear();
    this.unregistered.clear();
    this.buckets.clear();
    this.serviceMessages.clear();
  }
}
