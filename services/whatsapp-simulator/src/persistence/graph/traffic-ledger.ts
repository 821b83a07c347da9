import { Injectable } from '@nestjs/common';
import { MovingCount, MovingSet, MovingTally } from '../../domain/graph/moving-window.js';
import { throughputRule, type Throughput } from '../../domain/graph/number-settings.js';
import { PAIR_RULE, TokenBuckets } from '../../domain/graph/token-bucket.js';

const SECOND = 1_000;
const HOUR = 60 * 60 * SECOND;
const DAY = 24 * HOUR;
/** Twice the highest tier that has an end. */
const MOST_USERS = 200_000;

/** What went through each number lately. */
interface NumberTraffic {
  inbound: MovingCount;
  outbound: MovingCount;
  refusals: Map<number, number>;
  /** Service messages of one month, `2026-11`. */
  service: { month: string; count: number };
}

/** Counts against Meta's limits. In memory, and bounded: what has left its window is forgotten. */
@Injectable()
export class TrafficLedger {
  private readonly rates = new TokenBuckets();
  private readonly pairs = new TokenBuckets();
  private readonly numbers = new Map<string, NumberTraffic>();
  private readonly portfolios = new Map<string, MovingSet>();
  private readonly accounts = new Map<string, MovingCount>();
  private readonly registered = new Map<string, MovingCount>();
  private marketing = new MovingTally(DAY, MOST_USERS);
  private app = new MovingCount(HOUR, 60);

  /** @returns false when the number has used up its messages of this second */
  takeRate(phoneNumberId: string, level: Throughput, now: number): boolean {
    return this.rates.take(`${phoneNumberId} ${level}`, throughputRule(level), now);
  }

  /** @returns false when the recipient gets too many from this number */
  takePair(phoneNumberId: string, recipient: string, now: number): boolean {
    return this.pairs.take(`${phoneNumberId} ${recipient}`, PAIR_RULE, now);
  }

  countMessage(phoneNumberId: string, direction: 'inbound' | 'outbound', now: number): void {
    this.number(phoneNumberId)[direction].add(now);
  }

  countRefusal(phoneNumberId: string, code: number): void {
    const { refusals } = this.number(phoneNumberId);
    refusals.set(code, (refusals.get(code) ?? 0) + 1);
  }

  /** Counts a service message. @returns how many the number had in that month before */
  countServiceMessage(phoneNumberId: string, at: number): number {
    const before = this.serviceMessages(phoneNumberId, at);
    this.number(phoneNumberId).service = { month: monthOf(at), count: before + 1 };
    return before;
  }

  serviceMessages(phoneNumberId: string, at: number): number {
    const { month, count } = this.number(phoneNumberId).service;
    return month === monthOf(at) ? count : 0;
  }

  /** Messages of the last second, and what was refused since the start by its code. */
  traffic(phoneNumberId: string, now: number): { inbound: number; outbound: number; refusals: Record<string, number> } {
    const { inbound, outbound, refusals } = this.number(phoneNumberId);
    return { inbound: inbound.total(now), outbound: outbound.total(now), refusals: Object.fromEntries(refusals) };
  }

  /** Whom a portfolio has written to outside the window in the last 24 hours. */
  reached(portfolio: string): MovingSet {
    return ofMap(this.portfolios, portfolio, () => new MovingSet(DAY, MOST_USERS));
  }

  /** Marketing templates to each user, of all businesses, without an answer. */
  get marketingToUsers(): MovingTally {
    return this.marketing;
  }

  /** Management calls on an account in the last hour. */
  managementCalls(wabaId: string): MovingCount {
    return ofMap(this.accounts, wabaId, () => new MovingCount(HOUR, 60));
  }

  /** How often a number was registered or unregistered in the last 72 hours. */
  registrations(phoneNumberId: string, what: 'register' | 'deregister'): MovingCount {
    return ofMap(this.registered, `${phoneNumberId} ${what}`, () => new MovingCount(3 * DAY, 72));
  }

  /** Management calls of the app in the last hour. */
  get appCalls(): MovingCount {
    return this.app;
  }

  reset(): void {
    this.rates.clear();
    this.pairs.clear();
    this.numbers.clear();
    this.portfolios.clear();
    this.accounts.clear();
    this.registered.clear();
    this.marketing = new MovingTally(DAY, MOST_USERS);
    this.app = new MovingCount(HOUR, 60);
  }

  private number(phoneNumberId: string): NumberTraffic {
    return ofMap(this.numbers, phoneNumberId, () => ({
      inbound: new MovingCount(SECOND, 10),
      outbound: new MovingCount(SECOND, 10),
      refusals: new Map<number, number>(),
      service: { month: '', count: 0 },
    }));
  }
}

function ofMap<T>(map: Map<string, T>, key: string, make: () => T): T {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);
