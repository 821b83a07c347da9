import { toProblem, type Problem } from '../../api/problem';

export interface Line {
  id: number;
  name: string;
  state: 'waiting' | 'sending' | 'done' | 'failed';
  /** 0 to 1 */
  part: number;
  problem?: Problem;
}
type Send = (file: File, onProgress: (part: number) => void) => Promise<unknown>;

/** Files on their way, one after the other: each gets the whole line, and the order stays. One that fails holds up none of the rest. */
export class Uploads {
  #lines: readonly Line[] = [];
  readonly #files = new Map<number, File>();
  readonly #listeners = new Set<() => void>();
  #last = 0;
  #running = false;

  /** @param send uploads one file @param onSent is called after each that went well */
  constructor(
    private readonly send: Send,
    private readonly onSent: () => void,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** The same array until something changes. */
  readonly lines = (): readonly Line[] => this.#lines;

  add(files: Iterable<File>): void {
    const added = Array.from(files, (file): Line => {
      this.#last += 1;
      this.#files.set(this.#last, file);
      return { id: this.#last, name: file.name, state: 'waiting', part: 0 };
    });
    this.#set([...this.#lines, ...added]);
    void this.#run();
  }

  retry(id: number): void {
    this.#set(this.#lines.map((line) => (line.id === id && line.state === 'failed' ? { ...again(line), state: 'waiting' } : line)));
    void this.#run();
  }

  /** Takes a line that is not being sent from the list. */
  drop(id: number): void {
    this.#set(this.#lines.filter((line) => line.id !== id || line.state === 'sending'));
  }

  /** Takes away all that arrived. */
  clearDone(): void {
    this.#set(this.#lines.filter(({ state }) => state !== 'done'));
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (let next = this.#next(); next; next = this.#next()) await this.#sendOne(next);
    this.#running = false;
  }

  #next(): Line | undefined {
    return this.#lines.find(({ state }) => state === 'waiting');
  }

  async #sendOne({ id }: Line): Promise<void> {
    const update = (change: Partial<Line>) => this.#set(this.#lines.map((line) => (line.id === id ? { ...line, ...change } : line)));
    update({ state: 'sending' });
    try {
      await this.send(this.#files.get(id)!, (part) => update({ part }));
      update({ state: 'done', part: 1 });
      this.onSent();
    } catch (error) {
      update({ state: 'failed', problem: toProblem(error) });
    }
  }

  #set(lines: readonly Line[]): void {
    this.#lines = lines;
    for (const id of this.#files.keys()) {
      const line = lines.find((each) => each.id === id);
      if (!line || line.state === 'done') this.#files.delete(id);
    }
    for (const listener of this.#listeners) listener();
  }
}

const again = ({ id, name, state }: Line): Line => ({ id, name, state, part: 0 });
