import type { ReadableType } from './document.js';

/** What reading a document may take. */
export interface ReadingBudget {
  /** Time of the processor, which a busy machine does not make shorter. */
  cpuMs: number;
  /** Of the process that reads it, beside what it took before. */
  megabytes: number;
}

const MB = 1024 * 1024;
const BUDGETS: Readonly<Record<ReadableType, { cpuMs: number; cpuMsAMegabyte: number; megabytes: number; megabytesAMegabyte: number }>> = {
  'text/plain': { cpuMs: 5_000, cpuMsAMegabyte: 2_000, megabytes: 256, megabytesAMegabyte: 24 },
  'text/markdown': { cpuMs: 5_000, cpuMsAMegabyte: 2_000, megabytes: 256, megabytesAMegabyte: 24 },
  'text/csv': { cpuMs: 5_000, cpuMsAMegabyte: 2_000, megabytes: 256, megabytesAMegabyte: 24 },
  'text/html': { cpuMs: 5_000, cpuMsAMegabyte: 4_000, megabytes: 320, megabytesAMegabyte: 32 },
  // May unfold to any size, and pages cost more than bytes do.
  'application/pdf': { cpuMs: 20_000, cpuMsAMegabyte: 6_000, megabytes: 512, megabytesAMegabyte: 16 },
};
/** Two documents of this kind at once leave a small machine its breath. */
const MAX_MEGABYTES = 768;

/** By size and kind: many times what an honest document of them takes. */
export function readingBudget(contentType: ReadableType, bytes: number): ReadingBudget {
  const { cpuMs, cpuMsAMegabyte, megabytes, megabytesAMegabyte } = BUDGETS[contentType];
  return {
    cpuMs: Math.round(cpuMs + (cpuMsAMegabyte * bytes) / MB),
    megabytes: Math.min(MAX_MEGABYTES, Math.round(megabytes + (megabytesAMegabyte * bytes) / MB)),
  };
}
