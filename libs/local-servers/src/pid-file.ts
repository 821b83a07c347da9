import { readJson, replaceFile } from './replace-file.js';

/** `pids.json`: the processes that run for this DATA_DIR at this moment, by name. Always whole, always current. */
export class PidFile {
  readonly #pids = new Map<string, number>();

  constructor(private readonly path: string) {}

  /** Forgets what an earlier run left in the file. */
  reset(): void {
    this.#pids.clear();
    this.#write();
  }

  set(name: string, pid: number): void {
    this.#pids.set(name, pid);
    this.#write();
  }

  delete(name: string): void {
    if (this.#pids.delete(name)) this.#write();
  }

  get(name: string): number | undefined {
    return this.#pids.get(name);
  }

  #write(): void {
    replaceFile(this.path, `${JSON.stringify(Object.fromEntries(this.#pids), null, 2)}\n`);
  }

  /** What an earlier run left; nothing when there is no such file or it is not ours. */
  static read(path: string): Record<string, number> {
    const content = readJson(path);
    if (typeof content !== 'object' || content === null) return {};
    return Object.fromEntries(Object.entries(content).filter(([, pid]) => Number.isInteger(pid) && pid > 1));
  }
}
