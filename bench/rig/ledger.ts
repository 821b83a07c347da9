import type { System } from './system.js';
import { until } from './until.js';

export interface Figures {
  received: number;
  processed: number;
  parked: number;
  dead: number;
  pending: number;
}

export interface Ledger {
  journal: Figures;
  items: Figures;
}

/** The system's own account of what it received, through its public door. */
export class LedgerReader {
  #token = '';

  private constructor(private readonly system: System) {}

  static async signIn(system: System): Promise<LedgerReader> {
    const reader = new LedgerReader(system);
    await reader.#signIn();
    return reader;
  }

  get token(): string {
    return this.#token;
  }

  async #signIn(): Promise<void> {
    const { url, demo } = this.system;
    const response = await fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(demo.superadmin),
    });
    if (!response.ok) throw new Error(`sign-in was answered ${response.status}: ${await response.text()}`);
    this.#token = ((await response.json()) as { accessToken: string }).accessToken;
  }

  async read(): Promise<Ledger> {
    const ask = () => fetch(`${this.system.url}/api/v1/ops/ledger`, { headers: { authorization: `Bearer ${this.#token}` } });
    // A kept connection may be closed by the server in the very moment in which it is used again; a second one may not.
    let response = await ask().catch(ask);
    // A measurement may be longer than a token lives.
    if (response.status === 401) {
      await this.#signIn();
      response = await ask();
    }
    if (!response.ok) throw new Error(`the ledger was answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Ledger;
  }

  /** Waits until nothing is under way. @returns undefined when something still was after the time */
  async settled(timeoutMs: number, everyMs = 200): Promise<number | undefined> {
    return until(
      async () => {
        const { journal, items } = await this.read();
        return journal.pending === 0 && items.pending === 0;
      },
      timeoutMs,
      everyMs,
    );
  }
}
