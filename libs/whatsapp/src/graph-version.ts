/** Newest Graph version (2026-07-29). The one place that says it; webhook fields have versions of their own, set at Meta. */
export const GRAPH_VERSION = 'v26.0';
