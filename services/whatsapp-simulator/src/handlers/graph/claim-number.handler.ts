import { Injectable } from '@nestjs/common';
import { PhoneFeed } from '../../clients/phone/phone-feed.js';
import { FaultPlan } from '../../domain/control/faults.js';
import { NumberDirectory } from '../../persistence/graph/number-directory.js';
import { tokenOf } from './authorize-call.handler.js';

const ID = /^\d{1,32}$/;

/**
 * Lets people who try the product connect a number that they invent. The number belongs to the first token that asks for it and its account;
 * from then on number, account and token are confirmed only together (ADR 17). Configured numbers cannot be claimed.
 */
@Injectable()
export class ClaimNumberHandler {
  constructor(
    private readonly numbers: NumberDirectory,
    private readonly faults: FaultPlan,
    private readonly feed: PhoneFeed,
  ) {}

  /** @param fields the requested fields; without a number's own fields the id may be that of a file */
  execute(authorization: string | undefined, id: string, fields: string | undefined): void {
    const token = this.#tokenOf(authorization);
    if (token === undefined || !ID.test(id) || !fields?.split(',').includes('display_phone_number')) return;
    this.numbers.claim(id, token);
  }

  account(authorization: string | undefined, wabaId: string): void {
    const token = this.#tokenOf(authorization);
    if (token === undefined || !ID.test(wabaId)) return;
    if (this.numbers.claimAccount(wabaId, token)) this.feed.publish({ name: 'numbers', data: {} });
  }

  #tokenOf(authorization: string | undefined): string | undefined {
    return this.faults.current().tokenExpired ? undefined : tokenOf(authorization);
  }
}
