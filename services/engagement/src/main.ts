import { run } from '#service-kit';
import { service } from './service.js';

await run(service);
