import { workerData } from 'node:worker_threads';
import { OUT_OF_MEMORY, OUT_OF_TIME } from './reading-process.js';

/** Runs beside the reader, which may be stuck. Ends the whole process when its budget is used up, or when its parent is gone. */
const EVERY_MS = 20;
const { limits, parent } = workerData as { limits: Float64Array; parent: number };

setInterval(() => {
  const { user, system } = process.cpuUsage();
  if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL');
  else if ((user + system) / 1_000 > limits[0]!) process.kill(process.pid, OUT_OF_TIME);
  else if (process.memoryUsage.rss() / (1024 * 1024) > limits[1]!) process.kill(process.pid, OUT_OF_MEMORY);
}, EVERY_MS);
