import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import type { PoolClient, QueryResult } from 'pg';
import { isDatabaseUnavailable } from './errors.js';

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

export interface Statement {
  text: string;
  values: readonly unknown[];
}

export interface TransactionScope {
  /** The tenant whose rows are seen; undefined under the system role. */
  tenantId: string | undefined;
  /** Several works run in it side by side. */
  isShared: boolean;
}

/** A work asked to be alone in its transaction; it is run again, and then it is. */
export class MustBeAlone extends Error {}

/** An open transaction. Repositories take it as their first argument; nobody else holds a connection. */
export class Transaction {
  readonly #beforeCommit: (() => Statement)[] = [];
  readonly #afterCommit: (() => void)[] = [];

  constructor(
    private readonly client: PoolClient,
    private readonly scope: TransactionScope,
  ) {}

  get tenantId(): string | undefined {
    return this.scope.tenantId;
  }

  /** Before statements that depend on one another beyond the work's own rows: ends a shared transaction, after which the work runs alone. */
  alone(): void {
    if (this.scope.isShared) throw new MustBeAlone('this work does not share its transaction');
  }

  /** Runs one statement. `text` must be a constant: it is prepared under its own name. Values go only through `$n`. */
  async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return (await this.#run({ text, values })).rows as Row[];
  }

  /** The same for statements whose outcome is a number of rows. */
  async execute(text: string, values: readonly unknown[] = []): Promise<number> {
    return (await this.#run({ text, values })).rowCount ?? 0;
  }

  /** A statement that belongs into the transaction but wants all of it (the outbox writes its rows at once); sent with the commit. */
  beforeCommit(statement: () => Statement): void {
    this.#beforeCommit.push(statement);
  }

  /** Work that may only happen once the transaction is durable. It is not awaited; what it throws is a warning of the process. */
  afterCommit(work: () => void): void {
    this.#afterCommit.push(work);
  }

  /** @internal called by the database only */
  async finish(): Promise<() => void> {
    const last = this.#beforeCommit.map((statement) => this.#run(statement()));
    const commit = inOnePacket(this.client, () => this.client.query('commit'));
    await Promise.all([this.#committed(commit), ...last]);
    return () => this.#afterCommit.forEach(tell);
  }

  async #committed(answer: Promise<QueryResult>): Promise<void> {
    const commit = await answer.catch((error: Error) => {
      throw isDatabaseUnavailable(error) ? Object.assign(error, { outcomeUnknown: true }) : error;
    });
    // Postgres answers ROLLBACK to the commit of a transaction in which a statement failed.
    if (commit.command !== 'COMMIT') throw new Error('the transaction was rolled back: one of its statements had failed');
  }

  #run({ text, values }: Statement): Promise<QueryResult> {
    return inOnePacket(this.client, () => this.client.query({ name: statementName(text), text, values: values as unknown[] }));
  }
}

/** What is durable has succeeded: an error here would have it reported as failed, and done again. */
function tell(work: () => void): void {
  try {
    work();
  } catch (error) {
    process.emitWarning((error as Error | undefined)?.stack ?? String(error));
  }
}

/**
 * Sends statements that are issued in the same turn of the event loop in one packet: what costs is not the bytes but waking the
 * process at the other end. (`connection.stream` is the client's socket; corking it delays nothing beyond this turn.)
 */
export function inOnePacket<T>(client: PoolClient, send: () => T): T {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  stream.cork();
  process.nextTick(() => stream.uncork());
  return send();
}
