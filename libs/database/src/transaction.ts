import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';

const statementNames = new Map<string, string>();

/** A stable name per statement text lets Postgres keep the parsed statement on the connection. */
function statementName(text: string): string {
  let name = statementNames.get(text);
  if (!name) {
    name = createHash('sha1').update(text).digest('base64url');
    statementNames.set(text, name);
  }
  return name;
}

/** An open transaction. Repositories take it as their first argument; nobody else holds a connection. */
export class Transaction {
  readonly #beforeCommit: (() => Promise<void>)[] = [];
  readonly #afterCommit: (() => void)[] = [];

  constructor(
    private readonly client: PoolClient,
    /** The tenant whose rows this transaction sees; undefined under the system role. */
    readonly tenantId: string | undefined,
  ) {}

  /** Runs one statement. `text` must be a constant: it is prepared under its own name. Values go only through `$n`. */
  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.client.query({ name: statementName(text), text, values: values as unknown[] })).rows as Row[];
  }

  /** The same for statements whose outcome is a number of rows. */
  async execute(text: string, values: readonly unknown[] = []): Promise<number> {
    return (await this.client.query({ name: statementName(text), text, values: values as unknown[] })).rowCount ?? 0;
  }

  /** Work that belongs into the transaction but wants all of it (the outbox writes its rows in one statement). */
  beforeCommit(work: () => Promise<void>): void {
    this.#beforeCommit.push(work);
  }

  /** Work that may only happen once the transaction is durable. It is not awaited and must not throw. */
  afterCommit(work: () => void): void {
    this.#afterCommit.push(work);
  }

  /** @internal called by the database only */
  async finish(): Promise<() => void> {
    for (const work of this.#beforeCommit) await work();
    await this.client.query('commit');
    return () => this.#afterCommit.forEach((work) => work());
  }
}
