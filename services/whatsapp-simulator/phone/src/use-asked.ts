import { useEffect, useState } from 'react';

/** Longer than the simulator takes to do as it is told. */
const DOUBT_MS = 1_500;

/** What was chosen shows at once; if the simulator does not agree soon, what it says shows again. */
export function useAsked<T>(value: T, onChange: (value: T) => void): [shown: T, ask: (value: T) => void] {
  const [asked, setAsked] = useState<{ value: T }>();
  useEffect(() => setAsked(undefined), [value]);
  useEffect(() => {
    if (!asked) return undefined;
    const timer = window.setTimeout(() => setAsked(undefined), DOUBT_MS);
    return () => window.clearTimeout(timer);
  }, [asked]);
  const ask = (next: T) => {
    setAsked({ value: next });
    onChange(next);
  };
  return [asked ? asked.value : value, ask];
}
