import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

interface Task {
  dueAt: number;
  order: number;
  run: () => void;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * The simulated time: real time plus an offset that only grows. Planned tasks (statuses, retries, the end of typing) run at their simulated
 * time, so moving the clock makes them due at once.
 */
@Injectable()
export class SimulatedClock implements OnApplicationShutdown {
  private offset = 0;
  private heap: Task[] = [];
  private order = 0;
  private timer?: NodeJS.Timeout;
  private timerDueAt = Infinity;
  private stopped = false;

  now(): number {
    return Date.now() + this.offset;
  }

  offsetMs(): number {
    return this.offset;
  }

  setOffset(offsetMs: number): void {
    this.offset = offsetMs;
    this.arm(true);
  }

  advance(byMs: number): void {
    this.setOffset(this.offset + byMs);
  }

  /** Runs `run` once `delayMs` of simulated time has passed; never within this call. */
  schedule(delayMs: number, run: () => void): void {
    if (this.stopped) return;
    push(this.heap, { dueAt: this.now() + delayMs, order: this.order++, run });
    this.arm(false);
  }

  /** Cancels all planned tasks. */
  clear(): void {
    this.heap = [];
    this.arm(true);
  }

  onApplicationShutdown(): void {
    this.stopped = true;
    this.clear();
  }

  private arm(moved: boolean): void {
    const next = this.heap[0];
    if (!moved && this.timer && next && next.dueAt >= this.timerDueAt) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.timerDueAt = Infinity;
    if (!next) return;
    this.timerDueAt = next.dueAt;
    this.timer = setTimeout(() => this.runDue(), Math.min(Math.max(0, next.dueAt - this.now()), LONGEST_TIMER_MS)).unref();
  }

  private runDue(): void {
    this.timer = undefined;
    const now = this.now();
    // Tasks planned meanwhile wait for the next turn, so that two tasks that plan each other cannot block the process.
    const last = this.order;
    const due: Task[] = [];
    while (this.heap.length && this.heap[0]!.dueAt <= now && this.heap[0]!.order < last) due.push(pop(this.heap));
    for (const task of due) task.run();
    this.arm(true);
  }
}

function before(one: Task, other: Task): boolean {
  return one.dueAt < other.dueAt || (one.dueAt === other.dueAt && one.order < other.order);
}

function push(heap: Task[], task: Task): void {
  let index = heap.push(task) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!before(heap[index]!, heap[parent]!)) return;
    [heap[index], heap[parent]] = [heap[parent]!, heap[index]!];
    index = parent;
  }
}

function pop(heap: Task[]): Task {
  const top = heap[0]!;
  const last = heap.pop()!;
  if (heap.length === 0) return top;
  heap[0] = last;
  let index = 0;
  for (;;) {
    const left = 2 * index + 1;
    const right = left + 1;
    let least = index;
    if (left < heap.length && before(heap[left]!, heap[least]!)) least = left;
    if (right < heap.length && before(heap[right]!, heap[least]!)) least = right;
    if (least === index) return top;
    [heap[index], heap[least]] = [heap[least]!, heap[index]!];
    index = least;
  }
}
