import type { LogoType } from './logo.js';

/** Colours of one theme, `#rrggbb`. Omitted ones are the product's own. */
export interface Colors {
  primary?: string;
  accent?: string;
  background?: string;
  surface?: string;
  text?: string;
}

export interface Branding {
  productName: string | null;
  /** Elsewhere: https only; browsers load it, we never do. Null beside a logo of our own. */
  logoUrl: string | null;
  /** Uploaded. */
  logo: { id: string; type: LogoType } | null;
  colors: { light: Colors; dark: Colors };
  customDomain: string | null;
  /** 0 if nothing was set yet. */
  version: number;
}

export const DEFAULT_BRANDING: Branding = {
  productName: null,
  logoUrl: null,
  logo: null,
  colors: { light: {}, dark: {} },
  customDomain: null,
  version: 0,
};

export const HEX = /^#[0-9a-f]{6}$/i;

/** Relative luminance (WCAG 2.2). @param color `#rrggbb` */
function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** 1 to 21 (WCAG 2.2, contrast ratio), rounded down to two decimals so that 4.499 never passes as 4.5. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return Math.floor(((light + 0.05) / (dark + 0.05)) * 100) / 100;
}

export interface ColorContrast {
  /** Black or white, whichever is easier to read on this colour. */
  textOn: '#000000' | '#ffffff';
  ratio: number;
  /** At least 3: large text and controls (WCAG 2.2, 1.4.11). */
  onBackground: number;
  readable: boolean;
}

const BACKGROUND = { light: '#ffffff', dark: '#0b0f14' } as const;

/** How readable each colour of a theme is: text on it, and the colour on the theme's background. */
export function contrasts(theme: 'light' | 'dark', colors: Colors): Record<string, ColorContrast> {
  const background = colors.background ?? BACKGROUND[theme];
  return Object.fromEntries(
    Object.entries(colors)
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
      .map(([name, color]) => {
        const [black, white] = [contrast(color, '#000000'), contrast(color, '#ffffff')];
        const onBackground = contrast(color, background);
        const needed = name === 'text' ? 4.5 : 3;
        const readable = name === 'background' || name === 'surface' ? Math.max(black, white) >= 4.5 : onBackground >= needed;
        return [name, { textOn: white >= black ? '#ffffff' : '#000000', ratio: Math.max(black, white), onBackground, readable }];
      }),
  );
}
