import { serveWithFastify } from './fastify-server.js';

await serveWithFastify(undefined);
