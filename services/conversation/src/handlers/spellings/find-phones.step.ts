import { Injectable } from '@nestjs/common';
import type { Transaction } from '#database';
import { partsOfPhone, writtenWays } from '../../domain/contacts/identity.js';
import { SpellingsRepository } from '../../persistence/spellings/spellings.repository.js';

/** Under which numbers the customers stand whom somebody looks for by any spelling. */
@Injectable()
export class FindPhones {
  constructor(private readonly spellings: SpellingsRepository) {}

  /** @param text a whole number @returns the likeliest first */
  async whole(tx: Transaction, text: string): Promise<string[]> {
    const ways = writtenWays(text);
    return [...new Set([...ways, ...(await this.spellings.accountsOf(tx, ways))])];
  }

  /** @param text of which a phone may hold a part @returns what is looked for in phones */
  async parts(tx: Transaction, text: string): Promise<string[]> {
    const parts = partsOfPhone(text);
    return [...new Set([...parts, ...(await this.spellings.accountsOf(tx, parts))])];
  }
}
