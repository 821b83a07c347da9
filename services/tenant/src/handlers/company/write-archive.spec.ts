import { setImmediate as turn } from 'node:timers/promises';
import type { ObjectStore } from '#object-store';
import type { CompanySources } from './company-sources.state.js';
import { WriteArchive } from './write-archive.state.js';

/** Prepares before it reads, as the stores do. */
const store = {
  put: async (_: unknown, body: AsyncIterable<Uint8Array>) => {
    await turn();
    await turn();
    let sizeBytes = 0;
    for await (const chunk of body) sizeBytes += chunk.length;
    return { sizeBytes };
  },
} as unknown as ObjectStore;

const write = (sources: Partial<CompanySources>): Promise<number> =>
  new WriteArchive(sources as CompanySources, store).execute(
    { tenantId: 't', id: 'i', company: 'Acme', at: new Date(0), own: {} },
    async () => undefined,
  );

describe('an archive', () => {
  it('of whom a service does not answer fails with its reason, and ends no process', async () => {
    const away = new Error('no responders');
    await expect(write({ files: async () => Promise.reject(away) })).rejects.toBe(away);
    const cut = async function* (): AsyncGenerator<string> {
      yield 'one\n';
      throw away;
    };
    await expect(write({ files: async () => [{ service: 'billing', file: 'usage' }], read: cut })).rejects.toBe(away);
    // Nothing is thrown afterwards either.
    await turn();
    await turn();
  });
});
