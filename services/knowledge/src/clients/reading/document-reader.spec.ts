import { execFileSync } from 'node:child_process';
import { hostilePdfs, hostileTexts } from '../../../test/hostile.js';
import type { Config } from '../../config.js';
import { readingBudget } from '../../domain/documents/reading-budget.js';
import { DocumentReader } from './document-reader.js';
import type { ReadRequest, ReadResult } from './read-document.js';
import { ReadingProcess } from './reading-process.js';

const reader = (timeoutMs: number): DocumentReader => new DocumentReader({ DOCUMENT_TIMEOUT_MS: timeoutMs } as Config);
const never = new AbortController().signal;
const request = (bytes: Buffer, contentType: ReadRequest['contentType']): ReadRequest => ({ source: bytes, contentType, title: 'T' });
/** Keeps a processor busy for much longer than any test waits. */
const endless = request(hostilePdfs['a page of ten million saved states']!(), 'application/pdf');

const readersOfMine = (): number =>
  execFileSync('ps', ['-o', 'args=', '--ppid', String(process.pid)], { encoding: 'utf8' })
    .split('\n')
    .filter((args) => args.includes('reader.process')).length;

describe('DocumentReader', () => {
  it('ends a document that takes too long, its process with it, and this one goes on meanwhile', async () => {
    let ticks = 0;
    const clock = setInterval(() => ticks++, 10);
    await expect(reader(1_000).read(endless, never)).rejects.toMatchObject({ code: 'document_timeout' });
    clearInterval(clock);
    // Blocked, it would have come to none or one; a busy machine gives it few.
    expect(ticks).toBeGreaterThan(2);
    const deadline = performance.now() + 5_000;
    while (readersOfMine() > 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(readersOfMine()).toBe(0);
  });

  it('ends at once when it is told to', async () => {
    const abort = new AbortController();
    const reading = reader(60_000).read(endless, abort.signal);
    abort.abort(new Error('shutting down'));
    await expect(reading).rejects.toThrow('shutting down');
    await expect(reader(60_000).read(endless, abort.signal)).rejects.toThrow('shutting down');
  });

  it('gives the process none of the environment, which holds secrets', async () => {
    process.env.A_SECRET_OF_THE_SERVICE = 'x';
    const process_ = new ReadingProcess();
    try {
      await process_.ready;
      const environment = execFileSync('ps', ['eww', '-o', 'args=', '--ppid', String(process.pid)], { encoding: 'utf8' });
      expect(environment).toContain('reader.process');
      expect(environment).not.toContain('A_SECRET_OF_THE_SERVICE');
    } finally {
      process_.end();
      delete process.env.A_SECRET_OF_THE_SERVICE;
    }
  });

  it('refuses a document of too many passages with what to do', async () => {
    const csv = `question,answer\n${'Why?,Because\n'.repeat(5_001)}`;
    await expect(reader(60_000).read(request(Buffer.from(csv), 'text/csv'), never)).rejects.toMatchObject({
      code: 'document_too_long',
      message: expect.stringContaining('Split it'),
    });
  });

  it('ends one that takes more memory than one of its size may', async () => {
    const bomb = request(hostilePdfs['a page that unfolds twice']!(), 'application/pdf');
    await expect(reader(60_000).read(bomb, never)).rejects.toMatchObject({
      code: 'document_too_long',
      message: expect.stringContaining('memory'),
    });
  }, 70_000);

  it('has time and memory for a document by its kind and size, and a bound for all', () => {
    const MB = 1024 * 1024;
    expect(readingBudget('text/plain', 20 * MB).cpuMs).toBeGreaterThan(readingBudget('text/plain', MB).cpuMs);
    expect(readingBudget('application/pdf', MB).cpuMs).toBeGreaterThan(readingBudget('text/csv', MB).cpuMs);
    for (const type of ['text/plain', 'text/html', 'application/pdf'] as const)
      expect(readingBudget(type, 20 * MB).megabytes).toBeLessThanOrEqual(768);
  });
});

describe('a hostile document', () => {
  /** The result of each, or why there is none. */
  async function readAll(requests: readonly ReadRequest[]): Promise<(ReadResult | Error)[]> {
    const results: (ReadResult | Error)[] = [];
    while (results.length < requests.length) {
      const process_ = new ReadingProcess();
      const rest = requests.slice(results.length);
      const done = new Promise<void>((resolve) => {
        process_.send(rest, (result) => results.push(result) === requests.length && resolve());
      });
      const ended = await Promise.race([done, process_.ended]);
      if (ended) results.push(ended);
      process_.end();
    }
    return results;
  }

  it('of text is read in time that grows with its size, or refused for what it is', async () => {
    const texts = hostileTexts(128 * 1024);
    expect(texts.length).toBeGreaterThan(80);
    const results = await readAll(texts.map(([, contentType, content]) => request(content, contentType)));
    const given = results.map((result, index) => {
      const [name, contentType] = texts[index]!;
      const code = result instanceof Error ? result.message : 'problem' in result ? result.problem.code : 'read';
      return { name, contentType, code };
    });
    // Not one used up its budget, which the square of its size would have.
    const fine = ['read', 'document_empty', 'document_too_long', 'document_unreadable', 'csv_malformed'];
    expect(given.filter(({ code }) => !fine.includes(code))).toEqual([]);
    expect(results.filter((result) => 'problem' in result && /call stack|memory/.test(result.problem.detail))).toEqual([]);
  }, 240_000);

  it.each([
    'a million pages',
    'pages that are their own parents',
    'a tree of pages 20,000 deep',
    'arrays in arrays',
    'no object that ends',
    'half a file',
  ])(
    'of PDF is refused for what it is: %s',
    async (name) => {
      const reading = reader(60_000).read(request(hostilePdfs[name]!(), 'application/pdf'), never);
      await expect(reading).rejects.toMatchObject({ code: expect.stringMatching(/^(pdf_\w+|document_(unreadable|too_long))$/) });
    },
    70_000,
  );
});
