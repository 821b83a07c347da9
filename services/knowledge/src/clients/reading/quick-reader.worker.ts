import { parentPort } from 'node:worker_threads';
import { readDocument, type ReadRequest } from './read-document.js';
import type { Answer } from './quick-reader.js';

const say = (answer: Answer): void => parentPort!.postMessage(answer);

/** The body of the thread for small documents: as many as come, one after the other, until it is ended. */
parentPort!.on('message', async (requests: readonly ReadRequest[]) => {
  for (const request of requests) say({ result: await readDocument(request) });
});
say({ isReady: true });
