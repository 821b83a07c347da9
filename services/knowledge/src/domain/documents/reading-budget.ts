import { DOCX, ODT, PPTX, XLSX, type ReadableType } from './document.js';

/** The limits for reading one document. */
export interface ReadingBudget {
  /** Processor time, so that a busy machine does not shorten it. */
  cpuMs: number;
  /** Memory of the reading process, above what it used before. */
  megabytes: number;
}

const MB = 1024 * 1024;
interface Budget {
  cpuMs: number;
  cpuMsAMegabyte: number;
  megabytes: number;
  megabytesAMegabyte: number;
}
/** Its parts may unfold to 128 MB, whatever its size; more is refused before. */
const OFFICE: Budget = { cpuMs: 20_000, cpuMsAMegabyte: 4_000, megabytes: 512, megabytesAMegabyte: 16 };
const BUDGETS: Readonly<Record<ReadableType, Budget>> = {
  'text/plain': { cpuMs: 5_000, cpuMsAMegabyte: 2_000, megabytes: 256, megabytesAMegabyte: 24 },
  'text/markdown': { cpuMs: 5_000, cpuMsAMegabyte: 2_000, megabytes: 256, megabytesAMegabyte: 24 },
  'text/csv': { cpuMs: 5_000, cpuMsAMegabyte: 2_000, megabytes: 256, megabytesAMegabyte: 24 },
  'text/html': { cpuMs: 5_000, cpuMsAMegabyte: 4_000, megabytes: 320, megabytesAMegabyte: 32 },
  // A PDF may unpack to any size, and its pages cost more than its bytes.
  'application/pdf': { cpuMs: 20_000, cpuMsAMegabyte: 6_000, megabytes: 512, megabytesAMegabyte: 16 },
  [DOCX]: OFFICE,
  [PPTX]: OFFICE,
  [XLSX]: OFFICE,
  [ODT]: OFFICE,
};
/** Two documents of this size at once still fit on a small machine. */
const MAX_MEGABYTES = 768;

/** The budget by type and size: many times what an honest document takes. */
export function readingBudget(contentType: ReadableType, bytes: number): ReadingBudget {
  const { cpuMs, cpuMsAMegabyte, megabytes, megabytesAMegabyte } = BUDGETS[contentType];
  return {
    cpuMs: Math.round(cpuMs + (cpuMsAMegabyte * bytes) / MB),
    megabytes: Math.min(MAX_MEGABYTES, Math.round(megabytes + (megabytesAMegabyte * bytes) / MB)),
  };
}
