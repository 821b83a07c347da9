/** One way in which the core could be wrong. A suite that stays green with it does not guard what the line is there for. */
export interface Fault {
  /** What no longer holds. */
  what: string;
  file: string;
  /** Text of the file that stands there once. */
  from: string;
  to: string;
  /** Spec files, of which at least one has to fail. */
  specs: readonly string[];
}

/** Faults of one file. */
export const faultsOf = (
  file: string,
  specs: readonly string[],
  faults: readonly (readonly [what: string, from: string, to: string, ...specs: string[]])[],
): Fault[] => faults.map(([what, from, to, ...own]) => ({ what, file, from, to, specs: own.length > 0 ? own : specs }));
