import { Worker } from 'node:worker_threads';
import { readingBudget } from '../../domain/documents/reading-budget.js';
import { readDocument, type ReadRequest } from './read-document.js';
import { IS_SOURCE, RESOLVE_SOURCES, type Answer } from './reading-process.js';

/** The main of a process that reads documents one after another, each within its budget. */

/** The limits that the watch compares with: processor milliseconds and megabytes of this process. */
const limits = new Float64Array(new SharedArrayBuffer(16));
limits.fill(Number.MAX_VALUE);
new Worker(new URL(`./reader-watch.worker${IS_SOURCE ? '.ts' : '.js'}`, import.meta.url), {
  workerData: { limits, parent: process.ppid },
  execArgv: IS_SOURCE ? ['--import', RESOLVE_SOURCES] : [],
}).unref();

const usedMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};
const say = (answer: Answer): void => void process.send!(answer);

process.on('message', async (requests: readonly ReadRequest[]) => {
  for (const request of requests) {
    const { cpuMs, megabytes } = readingBudget(
      request.contentType,
      'path' in request.source ? request.source.bytes : request.source.length,
    );
    limits.set([usedMs() + cpuMs, process.memoryUsage.rss() / (1024 * 1024) + megabytes]);
    const result = await readDocument(request);
    limits.fill(Number.MAX_VALUE);
    say({ result });
  }
});
process.on('disconnect', () => process.exit());
say({ isReady: true });
