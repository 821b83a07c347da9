import { Injectable } from '@nestjs/common';
import { GUESSES } from '../../domain/api/address-limits.js';
import { AuthenticateCallerHandler, UnknownCredentials, type Caller, type Credentials } from './authenticate-caller.handler.js';
import { LimitCallsHandler } from './limit-calls.handler.js';

/** Finds out who calls, and counts guesses at credentials: those over REST and over live connections together. */
@Injectable()
export class RecognizeCallerHandler {
  constructor(
    private readonly authenticate: AuthenticateCallerHandler,
    private readonly limitCalls: LimitCallsHandler,
  ) {}

  /**
   * @param block the caller's address, or its network
   * @returns undefined for a caller who shows no credentials
   * @throws {Problem} as {@link AuthenticateCallerHandler}; rate_limited where the address has guessed too often
   */
  async execute(credentials: Credentials, block: string): Promise<Caller | undefined> {
    try {
      return await this.authenticate.execute(credentials, { isGuessing: this.limitCalls.isSpent(GUESSES, block) });
    } catch (error) {
      if (error instanceof UnknownCredentials) await this.limitCalls.ofAddress(GUESSES, block);
      throw error;
    }
  }
}
