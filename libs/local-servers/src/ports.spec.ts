import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPortFree, Ports } from './ports.js';

describe('ports of a data directory', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chasqui-ports-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const occupy = (port: number) =>
    new Promise<Server>((resolve) => {
      const server = createServer().listen(port, '127.0.0.1', () => resolve(server));
    });

  it('stay the same from run to run, each to its own name', async () => {
    const first = new Ports(folder);
    const chosen = [await first.stable('postgres'), await first.stable('nats'), await first.any()];
    expect(new Set(chosen).size).toBe(3);
    const second = new Ports(folder);
    expect([await second.stable('postgres'), await second.stable('nats')]).toEqual(chosen.slice(0, 2));
  });

  it('give way when somebody else has taken one', async () => {
    const port = await new Ports(folder).stable('postgres');
    const other = await occupy(port);
    try {
      expect(await isPortFree(port)).toBe(false);
      const next = await new Ports(folder).stable('postgres');
      expect(next).not.toBe(port);
    } finally {
      other.close();
    }
  });

  it('are outside the range of outgoing connections', async () => {
    const port = await new Ports(folder).any();
    expect(port).toBeGreaterThan(1_023);
    expect(port).toBeLessThan(32_768);
  });
});
