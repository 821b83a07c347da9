import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '#service-kit';
import type { SimulatorConfig } from '../../config.js';
import type { BusinessNumber } from '../../domain/graph/business-number.js';

/** A number that was not configured and belongs to the first token that asked for it. */
interface ClaimedNumber {
  phoneNumberId: string;
  /** Unknown until the token asks for the account's numbers. */
  wabaId?: string;
  /** SHA-256 of the access token, since tokens are not written to disk. */
  tokenSha256: string;
}

/** Beyond this, a number does not exist, as at Meta. */
const MAX_CLAIMS = 1_000;

const sha256 = (token: string): string => createHash('sha256').update(token).digest('hex');

/**
 * The business numbers and who may use them. In memory; claims also in SIMULATOR_DATA_DIR, so that they survive a restart.
 */
@Injectable()
export class NumberDirectory {
  private numbers = new Map<string, BusinessNumber>();
  private claims = new Map<string, ClaimedNumber>();
  /** Numbers by the digest of their token. */
  private tokens = new Map<string, Set<string>>();
  private readonly claimsFile?: string;
  private readonly unsubscribedWabas = new Set<string>();

  constructor(@Inject(CONFIG) config: SimulatorConfig) {
    if (config.SIMULATOR_DATA_DIR) {
      mkdirSync(config.SIMULATOR_DATA_DIR, { recursive: true });
      this.claimsFile = join(config.SIMULATOR_DATA_DIR, 'claims.json');
    }
    this.use(config.SIMULATOR_NUMBERS, this.readClaims());
  }

  /** Replaces all numbers and forgets claims. */
  replace(numbers: BusinessNumber[]): void {
    this.use(numbers, []);
    this.writeClaims();
  }

  all(): BusinessNumber[] {
    return [...this.numbers.values(), ...[...this.claims.values()].flatMap((claim) => asNumber(claim) ?? [])];
  }

  ids(): string[] {
    return this.all().map(({ phoneNumberId }) => phoneNumberId);
  }

  find(phoneNumberId: string): BusinessNumber | undefined {
    const claim = this.claims.get(phoneNumberId);
    return this.numbers.get(phoneNumberId) ?? (claim && asNumber(claim));
  }

  /** Reserves a free number for this token; the claim is complete once the token names the account. */
  claim(phoneNumberId: string, token: string): void {
    if (this.find(phoneNumberId)) return;
    const begun = this.claims.get(phoneNumberId);
    if (begun) this.forget(begun);
    if (this.claims.size < MAX_CLAIMS) this.keep({ phoneNumberId, tokenSha256: sha256(token) });
  }

  /**
   * An account that nobody else has is that of the numbers that this token has claimed. In an account of somebody else they are nobody's
   * again. @returns whether any number is new in the account
   */
  claimAccount(wabaId: string, token: string): boolean {
    const tokenSha256 = sha256(token);
    const open = [...this.claims.values()].filter((claim) => claim.wabaId === undefined && claim.tokenSha256 === tokenSha256);
    if (open.length === 0) return false;
    const inAccount = this.ofWaba(wabaId);
    const isTheirs = inAccount.length === 0 || inAccount.some(({ phoneNumberId }) => this.ofToken(token)?.has(phoneNumberId));
    for (const claim of open) {
      if (isTheirs) this.keep({ ...claim, wabaId });
      else this.forget(claim);
    }
    this.writeClaims();
    return isTheirs;
  }

  ofWaba(wabaId: string): BusinessNumber[] {
    return this.all().filter((number) => number.wabaId === wabaId);
  }

  /** The numbers that a token may use; undefined for an unknown token. */
  ofToken(token: string): Set<string> | undefined {
    return this.tokens.get(sha256(token));
  }

  isSubscribed(wabaId: string): boolean {
    return !this.unsubscribedWabas.has(wabaId);
  }

  setSubscribed(wabaId: string, subscribed: boolean): void {
    if (subscribed) this.unsubscribedWabas.delete(wabaId);
    else this.unsubscribedWabas.add(wabaId);
  }

  /** Forgets subscriptions; keeps the numbers. */
  reset(): void {
    this.unsubscribedWabas.clear();
  }

  private use(numbers: readonly BusinessNumber[], claims: readonly ClaimedNumber[]): void {
    this.numbers = new Map(numbers.map((number) => [number.phoneNumberId, number]));
    this.claims = new Map();
    this.tokens = new Map();
    for (const { accessToken, phoneNumberId } of numbers) this.allow(sha256(accessToken), phoneNumberId);
    for (const claim of claims) if (!this.numbers.has(claim.phoneNumberId)) this.keep(claim);
  }

  private keep(claim: ClaimedNumber): void {
    this.claims.set(claim.phoneNumberId, claim);
    this.allow(claim.tokenSha256, claim.phoneNumberId);
  }

  private forget({ phoneNumberId, tokenSha256 }: ClaimedNumber): void {
    this.claims.delete(phoneNumberId);
    const allowed = this.tokens.get(tokenSha256);
    allowed?.delete(phoneNumberId);
    if (allowed?.size === 0) this.tokens.delete(tokenSha256);
  }

  private allow(tokenSha256: string, phoneNumberId: string): void {
    this.tokens.set(tokenSha256, (this.tokens.get(tokenSha256) ?? new Set()).add(phoneNumberId));
  }

  private readClaims(): ClaimedNumber[] {
    if (!this.claimsFile || !existsSync(this.claimsFile)) return [];
    try {
      return JSON.parse(readFileSync(this.claimsFile, 'utf8')) as ClaimedNumber[];
    } catch {
      // The file is torn: the next claim rewrites it.
      return [];
    }
  }

  /** Writes only complete claims: one without an account was never confirmed. */
  private writeClaims(): void {
    if (this.claimsFile)
      writeFileSync(this.claimsFile, JSON.stringify([...this.claims.values()].filter(({ wabaId }) => wabaId !== undefined)));
  }
}

/** How the phone shows a claimed number, whose name and number the simulator does not know. */
function asNumber({ phoneNumberId, wabaId }: ClaimedNumber): BusinessNumber | undefined {
  if (wabaId === undefined) return undefined;
  return {
    phoneNumberId,
    wabaId,
    displayPhoneNumber: `+${phoneNumberId}`,
    verifiedName: `Number ${phoneNumberId}`,
    accessToken: '',
    isClaimed: true,
  };
}
