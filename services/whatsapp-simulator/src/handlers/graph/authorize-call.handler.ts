import { Injectable } from '@nestjs/common';
import { FaultPlan } from '../../domain/control/faults.js';
import type { BusinessNumber } from '../../domain/graph/business-number.js';
import { invalidToken, unknownObject } from '../../domain/graph/graph-error.js';
import { NumberDirectory } from '../../persistence/graph/number-directory.js';

type Verb = 'get' | 'post' | 'delete';

/** Who may touch what through the Graph API: checks the token first, then whether it may see the object, as Meta does. */
@Injectable()
export class AuthorizeCallHandler {
  constructor(
    private readonly numbers: NumberDirectory,
    private readonly faults: FaultPlan,
  ) {}

  /** The ids of the numbers that the bearer may use. Throws GraphError 190. */
  execute(authorization: string | undefined): Set<string> {
    const token = tokenOf(authorization);
    const allowed = token === undefined ? undefined : this.numbers.ofToken(token);
    if (!allowed) throw invalidToken(false);
    if (this.faults.current().tokenExpired) throw invalidToken(true);
    return allowed;
  }

  /** Throws GraphError 190, or 100/33 when there is no such number for this bearer. */
  number(authorization: string | undefined, phoneNumberId: string, verb: Verb): BusinessNumber {
    const allowed = this.execute(authorization);
    const number = allowed.has(phoneNumberId) ? this.numbers.find(phoneNumberId) : undefined;
    if (!number) throw unknownObject(verb, phoneNumberId);
    return number;
  }

  /** The numbers of an account. Throws GraphError 190, or 100/33 when the bearer has none in it. */
  account(authorization: string | undefined, wabaId: string, verb: Verb): BusinessNumber[] {
    const allowed = this.execute(authorization);
    const numbers = this.numbers.ofWaba(wabaId).filter((number) => allowed.has(number.phoneNumberId));
    if (numbers.length === 0) throw unknownObject(verb, wabaId);
    return numbers;
  }
}

export const tokenOf = (authorization: string | undefined): string | undefined =>
  /^(?:Bearer|OAuth)\s+(\S+)$/i.exec(authorization ?? '')?.[1];
