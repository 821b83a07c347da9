/** For what comes before and after a transfer. */
const MARGIN_MS = 30_000;

/** How long a file stays in the hands of a process that says nothing more; longer than any attempt lasts. */
export const leaseMs = (config: { GRAPH_TIMEOUT_MS: number; MEDIA_TIMEOUT_MS: number }): number =>
  config.GRAPH_TIMEOUT_MS + config.MEDIA_TIMEOUT_MS + MARGIN_MS;
