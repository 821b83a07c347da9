import pg from 'pg';

const MAX_ROWS = 256;

interface Waiting {
  body: Buffer;
  resolve: () => void;
  reject: (error: Error) => void;
}

/**
 * The baselines' own group commit, written without regard to ours: one flush under way at a time, at most 256 rows, one multi-row
 * INSERT, which is a transaction by itself.
 */
export class BaselineGroupCommit {
  readonly #client: pg.Client;
  readonly #text: string;
  #waiting: Waiting[] = [];
  #isFlushing = false;

  constructor(
    databaseUrl: string,
    table: string,
    applicationName: string,
    /** How bodies travel: `array` as bytea[] (which pg spells in hex), `packed` as one binary value and the places in it. */
    private readonly encoding: 'array' | 'packed',
  ) {
    this.#client = new pg.Client({ connectionString: databaseUrl, application_name: applicationName });
    this.#text =
      encoding === 'array'
        ? `insert into ${table} (body) select unnest($1::bytea[])`
        : `insert into ${table} (body) select substring($1::bytea from start for size) from unnest($2::int[], $3::int[]) as place (start, size)`;
  }

  connect(): Promise<unknown> {
    return this.#client.connect();
  }

  /** Resolves when the body is committed. */
  add(body: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ body, resolve, reject });
      if (!this.#isFlushing) void this.#flush();
    });
  }

  async #flush(): Promise<void> {
    this.#isFlushing = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, MAX_ROWS);
      try {
        await this.#client.query({ name: 'ingest', text: this.#text, values: this.#values(batch.map(({ body }) => body)) });
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error as Error);
      }
    }
    this.#isFlushing = false;
  }

  #values(bodies: Buffer[]): unknown[] {
    if (this.encoding === 'array') return [bodies];
    let next = 1;
    const starts = bodies.map((body) => (next += body.length) - body.length);
    return [Buffer.concat(bodies), starts, bodies.map((body) => body.length)];
  }
}
