import { useEffect, useSyncExternalStore, type ReactNode } from 'react';
import { MoonIcon, SunIcon } from './icons';

type Theme = 'light' | 'dark';

const listeners = new Set<() => void>();
let theme: Theme = initialTheme();

function initialTheme(): Theme {
  try {
    const stored = window.localStorage.getItem('theme');
    if (stored === 'light' || stored === 'dark') return stored;
  } catch {
    // Falls through to what the system prefers.
  }
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function toggle(): void {
  theme = theme === 'dark' ? 'light' : 'dark';
  try {
    window.localStorage.setItem('theme', theme);
  } catch {
    // Then it holds for this visit.
  }
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** Light or dark; several of these on one page agree. */
export function ThemeButton(): ReactNode {
  const current = useSyncExternalStore(subscribe, () => theme);
  useEffect(() => {
    document.documentElement.dataset.theme = current;
  }, [current]);
  const label = current === 'dark' ? 'Light colours' : 'Dark colours';
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} onClick={toggle}>
      {current === 'dark' ? <SunIcon /> : <MoonIcon />}
    </button>
  );
}
