import { groupCommit } from './baseline-env.js';
import { serveWithFastify } from './fastify-server.js';

const journal = groupCommit();
await journal.connect();
await serveWithFastify((body) => journal.add(body));
