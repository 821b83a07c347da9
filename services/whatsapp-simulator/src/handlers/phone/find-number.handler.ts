import { Injectable } from '@nestjs/common';
import { Problem } from '#service-kit';
import type { BusinessNumber } from '../../domain/graph/business-number.js';
import { NumberDirectory } from '../../persistence/graph/number-directory.js';

/** Finds the business number that a request names. */
@Injectable()
export class FindNumberHandler {
  constructor(private readonly numbers: NumberDirectory) {}

  /** @throws {Problem} number_unknown, with the numbers that exist */
  execute(phoneNumberId: string): BusinessNumber {
    const number = this.numbers.find(phoneNumberId);
    if (number) return number;
    const known = this.numbers.ids();
    const right = known.length ? `one of ${known.join(', ')}` : 'no number is configured: PUT /simulator/numbers first';
    throw new Problem(404, 'number_unknown', `No business number has the id ${phoneNumberId}.`, [
      { field: 'phoneNumberId', message: right },
    ]);
  }
}
