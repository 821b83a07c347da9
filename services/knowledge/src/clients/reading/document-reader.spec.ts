import type { Config } from '../../config.js';
import { DocumentReader } from './document-reader.js';

const reader = (timeoutMs: number): DocumentReader => new DocumentReader({ DOCUMENT_TIMEOUT_MS: timeoutMs } as Config);
/** Markdown that takes very long to read: every bracket may open a link. */
const hostile = { bytes: Buffer.from('['.repeat(1_000_000)), contentType: 'text/markdown' as const, title: 'T' };

describe('DocumentReader', () => {
  it('ends a document that takes too long, and this process goes on meanwhile', async () => {
    let ticks = 0;
    const clock = setInterval(() => ticks++, 10);
    await expect(reader(400).read(hostile, new AbortController().signal)).rejects.toMatchObject({ code: 'document_timeout' });
    clearInterval(clock);
    // Blocked, it would have come to none or one; a busy machine gives it few.
    expect(ticks).toBeGreaterThan(2);
  });

  it('ends at once when it is told to', async () => {
    const abort = new AbortController();
    const reading = reader(60_000).read(hostile, abort.signal);
    abort.abort(new Error('shutting down'));
    await expect(reading).rejects.toThrow('shutting down');
    await expect(reader(60_000).read(hostile, abort.signal)).rejects.toThrow('shutting down');
  });

  it('takes the passages for the answer also when Node itself talks on the channel, as under --watch', async () => {
    process.env.WATCH_REPORT_DEPENDENCIES = '1';
    try {
      const request = { bytes: Buffer.from('# Hours\n\nWe are open from 9 to 18.'), contentType: 'text/markdown' as const, title: 'T' };
      const chunks = await reader(60_000).read(request, new AbortController().signal);
      expect(chunks).toMatchObject([{ text: expect.stringContaining('9 to 18') }]);
    } finally {
      delete process.env.WATCH_REPORT_DEPENDENCIES;
    }
  });

  it('refuses a document of too many passages with what to do', async () => {
    const csv = `question,answer\n${'Why?,Because\n'.repeat(5_001)}`;
    await expect(
      reader(60_000).read({ bytes: Buffer.from(csv), contentType: 'text/csv', title: 'T' }, new AbortController().signal),
    ).rejects.toMatchObject({ code: 'document_too_long', message: expect.stringContaining('Split it') });
  });
});
