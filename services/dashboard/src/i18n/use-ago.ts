import { useSyncExternalStore } from 'react';
import { useWords } from './i18n';

const TICK_MS = 15_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for the whole page, which stands while nobody looks at it. */
export const ticker = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    timer ??= setInterval(ticker.tick, TICK_MS);
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  },
  tick: (): void => {
    now = Date.now();
    for (const listener of listeners) listener();
  },
  now: (): number => {
    // Nothing ticked while nobody listened.
    if (timer === undefined) now = Date.now();
    return now;
  },
};

/** @returns says how long ago an ISO time was; whoever uses it is shown anew as time passes */
export function useAgo(): (iso: string) => string {
  const { agoAt } = useWords();
  const at = useSyncExternalStore(ticker.subscribe, ticker.now);
  // What came after the last tick lies in the past all the same.
  return (iso) => agoAt(iso, Math.max(at, Math.min(Date.parse(iso), Date.now())));
}
