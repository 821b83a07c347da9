/**
 * Loaded before a service's own code (`node --import`): ends the process when the launcher is gone, however it went. A killed
 * launcher cannot tell anybody, so its pid is asked for.
 */
const PARENT = Number(process.env.LAUNCHER_PID);
const POLL_MS = 500;
const PATIENCE_MS = 8_000;

let orphanedAt: number | undefined;
const timer = setInterval(() => {
  if (process.ppid === PARENT) return;
  if (orphanedAt === undefined) {
    orphanedAt = Date.now();
    process.kill(process.pid, 'SIGTERM');
  } else if (Date.now() - orphanedAt > PATIENCE_MS) {
    process.kill(process.pid, 'SIGKILL');
  }
}, POLL_MS);
timer.unref();

export {};
