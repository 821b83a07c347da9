import { createServer } from 'node:net';
import { join } from 'node:path';
import { readJson, replaceFile } from './replace-file.js';

/**
 * Below the range that operating systems hand out to outgoing connections (32768 and up on Linux, 49152 on macOS): while a server
 * is being restarted, no connection can be sitting on its port.
 */
const LOWEST = 21_000;
const HIGHEST = 30_999;
const HOST = '127.0.0.1';

/** Whether a server could listen on the port now. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: HOST, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Some port that is free now. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 1_000; attempt++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST + 1));
    if (await isPortFree(port)) return port;
  }
  throw new Error(`no free port between ${LOWEST} and ${HIGHEST}`);
}

/** Free ports that stay the same from run to run (`ports.json`) as long as nobody else takes them. */
export class Ports {
  readonly #path: string;
  readonly #chosen = new Set<number>();
  #stored: Record<string, number>;

  constructor(dataDir: string) {
    this.#path = join(dataDir, 'ports.json');
    const content = readJson(this.#path);
    this.#stored = typeof content === 'object' && content !== null ? (content as Record<string, number>) : {};
  }

  /** The stored port of that name when it is still free, else a new one, which is stored. */
  async stable(name: string): Promise<number> {
    const stored = this.#stored[name];
    if (Number.isInteger(stored) && !this.#chosen.has(stored) && (await isPortFree(stored))) {
      this.#chosen.add(stored);
      return stored;
    }
    const port = await this.any();
    this.#stored = { ...this.#stored, [name]: port };
    replaceFile(this.#path, `${JSON.stringify(this.#stored, null, 2)}\n`);
    return port;
  }

  /** Some free port, given out once. */
  async any(): Promise<number> {
    for (;;) {
      const port = await freePort();
      if (this.#chosen.has(port) || Object.values(this.#stored).includes(port)) continue;
      this.#chosen.add(port);
      return port;
    }
  }

  /** Keeps a port that was asked for by number from being given out. */
  reserve(port: number): void {
    this.#chosen.add(port);
  }
}
