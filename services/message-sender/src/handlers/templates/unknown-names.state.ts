import { Injectable } from '@nestjs/common';

/** WhatsApp counts such calls: 200 an hour for an account. */
const ASK_AGAIN_MS = 60_000;
const MOST = 10_000;

/** Names that WhatsApp did not know a moment ago, so that a program that repeats itself does not use up the account's calls. */
@Injectable()
export class UnknownNames {
  readonly #until = new Map<string, number>();

  isFresh(tenantId: string, wabaId: string, name: string): boolean {
    return (this.#until.get(`${tenantId} ${wabaId} ${name}`) ?? 0) > performance.now();
  }

  remember(tenantId: string, wabaId: string, name: string): void {
    if (this.#until.size >= MOST) this.#until.clear();
    this.#until.set(`${tenantId} ${wabaId} ${name}`, performance.now() + ASK_AGAIN_MS);
  }
}
