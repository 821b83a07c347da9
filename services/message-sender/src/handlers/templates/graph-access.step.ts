import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { KeyRing, Problem } from '#service-kit';
import { OutletsRepository } from '../../persistence/queue/outlets.repository.js';

export interface GraphAccess {
  outletId: string;
  wabaId: string;
  phoneNumberId: string;
  accessToken: string;
}

/** The account that an outlet belongs to, and the token that opens it. */
@Injectable()
export class GraphAccessStep {
  constructor(
    private readonly outlets: OutletsRepository,
    private readonly keys: KeyRing,
  ) {}

  /** @throws {Problem} not_found, outlet_disabled, outlet_unconfirmed, access_token_unreadable */
  async ofOutlet(tx: Transaction, outletId: string): Promise<GraphAccess> {
    const [outlet] = await this.outlets.find(tx, [outletId]);
    if (!outlet) throw Problem.notFound('outlet');
    if (outlet.status === 'disabled') throw new Problem(409, 'outlet_disabled', 'The outlet is disabled; enable it first.');
    if (outlet.status !== 'active') {
      throw new Problem(
        409,
        'outlet_unconfirmed',
        'The outlet’s number is not confirmed to be yours yet. The outlet says what is missing.',
      );
    }
    const credentials = await this.outlets.credentials(tx, outletId);
    if (!credentials?.sealedToken) throw new Problem(409, 'access_token_unreadable', 'The outlet has no access token; give it one.');
    try {
      const accessToken = this.keys.open(credentials.sealedToken, outletId);
      return { outletId, wabaId: outlet.wabaId, phoneNumberId: credentials.phoneNumberId, accessToken };
    } catch {
      throw new Problem(409, 'access_token_unreadable', 'The stored access token cannot be read; give it again.');
    }
  }

  /** By any active outlet of the account. @throws {Problem} as {@link ofOutlet} */
  async ofAccount(tx: Transaction, wabaId: string): Promise<GraphAccess> {
    const outletId = await this.outlets.ofAccount(tx, wabaId);
    if (outletId === undefined) throw Problem.notFound('outlet of this WhatsApp account');
    return this.ofOutlet(tx, outletId);
  }
}
