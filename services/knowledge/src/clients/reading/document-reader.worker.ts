import { parentPort, workerData } from 'node:worker_threads';
import { readDocument, type ReadRequest } from './read-document.js';
import type { Answer } from './document-reader.js';

/** The body of a thread for one document. */
parentPort!.postMessage({ result: await readDocument(workerData as ReadRequest) } satisfies Answer);
