import { createContext, useContext, useEffect, useRef } from 'react';
import type { FeedEvent } from './types';

const NAMES = ['message', 'status', 'typing', 'contact', 'numbers', 'clock', 'faults', 'reset'] as const;

type Listener = (event: FeedEvent) => void;

/** One connection for all phones on the page: browsers allow only a few to one server. It is opened anew when the threads change. */
export class Feed {
  private readonly listeners = new Set<Listener>();
  private readonly watched = new Map<symbol, string>();
  private source?: EventSource;
  private threads?: string;
  private timer?: number;

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** `thread` is `number:contact` or `number`. */
  watch(thread: string): () => void {
    const key = Symbol();
    this.watched.set(key, thread);
    this.reconnectSoon();
    return () => {
      this.watched.delete(key);
      this.reconnectSoon();
    };
  }

  private reconnectSoon(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.connect(), 0);
  }

  private connect(): void {
    const threads = [...new Set(this.watched.values())].sort().join(',') || '-';
    if (threads === this.threads) return;
    this.threads = threads;
    this.source?.close();
    this.source = new EventSource(`simulator/events?threads=${encodeURIComponent(threads)}`);
    // What happened while there was no connection was not heard: whoever shows a thread reads it again.
    this.source.onopen = () => this.tell({ name: 'reconnected', data: {} });
    for (const name of NAMES) {
      this.source.addEventListener(name, (event) => this.tell({ name, ...JSON.parse((event as MessageEvent<string>).data) }));
    }
  }

  private tell(event: FeedEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}

export const FeedContext = createContext<Feed>(new Feed());

/** Hears every event of the watched threads; the newest `listener` is the one that is called. */
export function useFeed(listener: Listener): void {
  const feed = useContext(FeedContext);
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => feed.listen((event) => latest.current(event)), [feed]);
}

export function useWatch(thread: string | undefined): void {
  const feed = useContext(FeedContext);
  useEffect(() => (thread === undefined ? undefined : feed.watch(thread)), [feed, thread]);
}
