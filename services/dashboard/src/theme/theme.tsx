import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import { palette, type Theme, type Themes } from './palette';

export type ThemeChoice = 'light' | 'dark' | 'system';

interface Look {
  choice: ThemeChoice;
  choose: (choice: ThemeChoice) => void;
  theme: Theme;
  brand: Brand;
  /** The tenant's name, logo and colours; undefined for the product's own. */
  paint: (branding: Branding | undefined) => void;
}
interface Brand {
  name: string;
  logoUrl: string | undefined;
}
export interface Branding {
  productName: string | null;
  logoUrl: string | null;
  colors: Themes;
}
const Context = createContext<Look | undefined>(undefined);

const KEY = 'chasqui.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const subscribe = (listener: () => void) => {
  dark.addEventListener('change', listener);
  return () => dark.removeEventListener('change', listener);
};

function stored(): ThemeChoice {
  const choice = localStorage.getItem(KEY);
  return choice === 'light' || choice === 'dark' ? choice : 'system';
}

export function ThemeProvider({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState(stored);
  const [branding, paint] = useState<Branding>();
  const colors = branding?.colors;
  const system: Theme = useSyncExternalStore(subscribe, () => (dark.matches ? 'dark' : 'light'));
  const theme = choice === 'system' ? system : choice;

  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    if (choice === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  }, [choice, theme]);

  useEffect(() => {
    if (!colors) return;
    const { style } = document.documentElement;
    const variables = palette(colors, theme);
    for (const [name, value] of Object.entries(variables)) style.setProperty(name, value);
    return () => {
      for (const name of Object.keys(variables)) style.removeProperty(name);
    };
  }, [colors, theme]);

  const look = useMemo(() => {
    const brand = { name: branding?.productName ?? 'Chasqui', logoUrl: branding?.logoUrl ?? undefined };
    return { choice, choose: setChoice, theme, brand, paint };
  }, [choice, theme, branding]);
  return <Context value={look}>{children}</Context>;
}

export function useLook(): Look {
  const look = useContext(Context);
  if (!look) throw new Error('useLook outside of ThemeProvider');
  return look;
}
