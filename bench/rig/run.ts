import { makeRunFolder, removeRunFolder } from './folder.js';
import { describeMachine } from './machine.js';

export interface Run {
  folder: string;
  /** Registers what has to be undone, last first, also on Ctrl-C. */
  undo(step: () => Promise<void> | void): void;
  print(text?: string): void;
}

let isDescribed = false;

/** Gives a benchmark its folder and its heading, and clears up behind it. */
export async function inRunFolder(options: { dir?: string; keep: boolean }, work: (run: Run) => Promise<void>): Promise<void> {
  const folder = makeRunFolder(options.dir);
  const steps: (() => Promise<void> | void)[] = [];
  let undone: Promise<void> | undefined;
  const undoAll = (): Promise<void> =>
    (undone ??= (async () => {
      for (const step of steps.splice(0).reverse()) {
        try {
          await step();
        } catch (error) {
          process.stderr.write(`while clearing up: ${(error as Error).message}\n`);
        }
      }
      if (options.keep) process.stderr.write(`kept ${folder}\n`);
      else removeRunFolder(folder);
    })());
  const onSignal = (): void => void undoAll().then(() => process.exit(130));
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  const print = (text = ''): void => void process.stdout.write(`${text}\n`);
  try {
    if (!isDescribed) print(describeMachine(folder));
    isDescribed = true;
    await work({ folder, undo: (step) => void steps.push(step), print });
  } finally {
    await undoAll();
  }
}
