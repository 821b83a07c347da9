import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import type { PoolClient, QueryResult } from 'pg';
import type { TenantRow } from './entity.js';
import { isDatabaseUnavailable } from './errors.js';
import { Rows } from './rows.js';
import type { EntityClass } from './table-map.js';

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
  /** Not prepared under a name: there are too many texts of its kind to keep them all. */
  isOnce?: boolean;
}

export interface TransactionScope {
  /** The tenant whose rows are seen; undefined under the system role. */
  tenantId: string | undefined;
  /** Several works run in it side by side. */
  isShared: boolean;
}

/** What a statement runs as. */
export interface SeenStatement extends Statement {
  role: string;
}

let watcher: ((statement: SeenStatement) => void) | undefined;

/** Shows every statement of this process before it runs: for specs that look at all of them. */
export function watchStatements(watch: (statement: SeenStatement) => void): void {
  watcher = watch;
}

/** A work asked to be alone in its transaction; it is run again, and then it is. */
export class MustBeAlone extends Error {}

/**
 * A connection in an open transaction. Works of several tenants may share it: each statement runs under its own tenant, set in the packet
 * of the statement where another was set before. If setting it fails, the transaction is aborted, and the statement with it.
 */
export class Session {
  readonly #parts = new Map<string | undefined, Transaction>();

  /** @param tenantId the tenant that is set now */
  constructor(
    private readonly client: PoolClient,
    private tenantId: string | undefined,
  ) {}

  /** The transaction as works of this scope see it; the same for all works of one tenant. */
  part(scope: TransactionScope): Transaction {
    let part = this.#parts.get(scope.tenantId);
    if (!part) this.#parts.set(scope.tenantId, (part = new Transaction(this, scope)));
    return part;
  }

  run({ text, values, isOnce }: Statement, tenantId: string | undefined): Promise<QueryResult> {
    watcher?.({ text, values, role: this.client.user ?? '' });
    return inOnePacket(this.client, () => {
      if (tenantId !== this.tenantId) {
        this.tenantId = tenantId;
        this.client.query({ name: 'set-tenant', text: SET_TENANT, values: [tenantId] }).catch(() => undefined);
      }
      return this.client.query({ ...(isOnce ? {} : { name: statementName(text) }), text, values: values as unknown[] });
    });
  }

  /** Writes what the parts have kept for the end, and commits. @returns tells those who wait for it */
  async finish(): Promise<() => void> {
    // Rows that many write (positions of the live log) are locked in one order.
    const parts = [...this.#parts.values()].sort((a, b) => ((a.tenantId ?? '') < (b.tenantId ?? '') ? -1 : 1));
    const last = parts.flatMap((part) => part.lastStatements());
    const commit = inOnePacket(this.client, () => this.client.query('commit'));
    await Promise.all([committed(commit), ...last]);
    return () => parts.forEach((part) => part.tell());
  }
}

const SET_TENANT = `select set_config('app.tenant_id', $1, true)`;

/** An open transaction. Repositories take it as their first argument; nobody else holds a connection. */
export class Transaction {
  readonly #beforeCommit: (() => Statement)[] = [];
  readonly #afterCommit: (() => void)[] = [];

  constructor(
    private readonly session: Session,
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

  /**
   * For a text that follows a tree that somebody drew (a segment): it is made of constants, one of very many, and planned for its values. It
   * holds no value of theirs: values go only through `$n`.
   */
  async queryOnce<Row>(text: string, values: readonly unknown[]): Promise<Row[]> {
    return (await this.#run({ text, values, isOnce: true })).rows as Row[];
  }

  /** The same for statements whose outcome is a number of rows. */
  async execute(text: string, values: readonly unknown[] = []): Promise<number> {
    return (await this.#run({ text, values })).rowCount ?? 0;
  }

  /** Whole rows of one table, of this tenant. */
  rows<Row extends TenantRow>(Entity: EntityClass<Row>): Rows<Row> {
    return new Rows(this, Entity);
  }

  /** A statement that belongs into the transaction but wants all of it (the outbox writes its rows at once); sent with the commit. */
  beforeCommit(statement: () => Statement): void {
    this.#beforeCommit.push(statement);
  }

  /** Work that may only happen once the transaction is durable. It is not awaited; what it throws is a warning of the process. */
  afterCommit(work: () => void): void {
    this.#afterCommit.push(work);
  }

  /** @internal called by the session only */
  lastStatements(): Promise<unknown>[] {
    return this.#beforeCommit.map((statement) => this.#run(statement()));
  }

  /** @internal called by the session only */
  tell(): void {
    this.#afterCommit.forEach(tell);
  }

  #run(statement: Statement): Promise<QueryResult> {
    return this.session.run(statement, this.scope.tenantId);
  }
}

async function committed(answer: Promise<QueryResult>): Promise<void> {
  const commit = await answer.catch((error: Error) => {
    throw isDatabaseUnavailable(error) ? Object.assign(error, { outcomeUnknown: true }) : error;
  });
  // Postgres answers ROLLBACK to the commit of a transaction in which a statement failed.
  if (commit.command !== 'COMMIT') throw new Error('the transaction was rolled back: one of its statements had failed');
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
