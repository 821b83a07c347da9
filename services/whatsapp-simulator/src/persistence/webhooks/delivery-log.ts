import { Injectable } from '@nestjs/common';

export interface DeliveryEntry {
  id: number;
  at: string;
  attempt: number;
  state: 'delivered' | 'retrying' | 'given-up';
  status?: number;
  ms: number;
  bytes: number;
  updates: string[];
  error?: string;
  nextAttemptAt?: string;
}

const KEPT = 1000;

/** The last thousand attempts to deliver a webhook, and counts of all. In memory. */
@Injectable()
export class DeliveryLog {
  private readonly entries: DeliveryEntry[] = [];
  private next = 0;
  private readonly counts = { delivered: 0, failedAttempts: 0, givenUp: 0 };

  add(entry: DeliveryEntry): void {
    this.entries[this.next] = entry;
    this.next = (this.next + 1) % KEPT;
    if (entry.state === 'delivered') this.counts.delivered += 1;
    else this.counts.failedAttempts += 1;
    if (entry.state === 'given-up') this.counts.givenUp += 1;
  }

  /** Newest first. */
  latest(limit: number): DeliveryEntry[] {
    const newestFirst = [...this.entries.slice(this.next), ...this.entries.slice(0, this.next)].reverse();
    return newestFirst.slice(0, limit);
  }

  summary(): { delivered: number; failedAttempts: number; givenUp: number } {
    return { ...this.counts };
  }

  clear(): void {
    this.entries.length = 0;
    this.next = 0;
    Object.assign(this.counts, { delivered: 0, failedAttempts: 0, givenUp: 0 });
  }
}
