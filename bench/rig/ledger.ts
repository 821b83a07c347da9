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
  private constructor(
    private readonly url: string,
    readonly token: string,
  ) {}

  static async signIn({ url, demo }: System): Promise<LedgerReader> {
    const response = await fetch(`${url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(demo.superadmin),
    });
    if (!response.ok) throw new Error(`sign-in was answered ${response.status}: ${await response.text()}`);
    return new LedgerReader(url, ((await response.json()) as { accessToken: string }).accessToken);
  }

  async read(): Promise<Ledger> {
    const ask = () => fetch(`${this.url}/api/v1/ops/ledger`, { headers: { authorization: `Bearer ${this.token}` } });
    // A kept connection may be closed by the server in the very moment in which it is used again; a second one may not.
    const response = await ask().catch(ask);
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
