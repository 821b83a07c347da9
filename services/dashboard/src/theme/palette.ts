/** `#rrggbb`, as branding has them. */
export interface Colors {
  primary?: string;
  accent?: string;
  background?: string;
  surface?: string;
  text?: string;
}
export interface Themes extends Colors {
  dark?: Colors;
}
export type Theme = 'light' | 'dark';

/** What the product looks like without branding; styles.css holds the same for the first paint. */
export const PRODUCT = {
  light: { primary: '#0f766e', accent: '#b45309', background: '#f6f8fa', surface: '#ffffff', text: '#10202f' },
  dark: { primary: '#14a396', accent: '#f59e0b', background: '#0b0f14', surface: '#131a22', text: '#e8edf2' },
} as const satisfies Record<Theme, Required<Colors>>;

const HEX = /^#[0-9a-f]{6}$/i;
export const isColor = (value: string): boolean => HEX.test(value);

type Rgb = [number, number, number];
const rgb = (color: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) as Rgb;
const hex = (color: Rgb): string => `#${color.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
const mix = (one: string, other: string, share: number): string => {
  const [a, b] = [rgb(one), rgb(other)];
  return hex(a.map((channel, at) => channel + ((b[at] ?? 0) - channel) * share) as Rgb);
};

/** Relative luminance (WCAG 2.2). */
function luminance(color: string): number {
  const [r, g, b] = rgb(color).map((value) => {
    const channel = value / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** 1 to 21 (WCAG 2.2, contrast ratio). */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const textOn = (color: string): string => (contrast(color, '#ffffff') >= contrast(color, '#000000') ? '#ffffff' : '#000000');

/** The colour, drawn towards `pole` until it stands out from every ground by `ratio`. */
function legible(color: string, grounds: readonly string[], pole: string, ratio: number): string {
  for (let share = 0; share < 1; share += 0.05) {
    const candidate = mix(color, pole, share);
    if (grounds.every((ground) => contrast(candidate, ground) >= ratio)) return candidate;
  }
  return pole;
}

/**
 * The CSS variables of a theme with a tenant's colours in it. A tenant chooses the hue; what is read stays readable (WCAG AA): ground
 * colours on which no text would be are left out, and the primary colour is darkened or lightened where it is text.
 */
export function palette(colors: Themes, theme: Theme): Record<string, string> {
  const product = PRODUCT[theme];
  const { dark = {}, ...light } = colors;
  // Background, surface and text of the light theme make no sense in the dark one.
  const given: Colors =
    theme === 'light'
      ? light
      : { ...(light.primary && { primary: light.primary }), ...(light.accent && { accent: light.accent }), ...dark };
  const wanted = { ...product, ...Object.fromEntries(Object.entries(given).filter(([, color]) => color && isColor(color))) };
  const grounded = [wanted.background, wanted.surface].every((ground) => contrast(wanted.text, ground) >= 7);
  const { background, surface, text } = grounded ? wanted : product;
  const raised = mix(surface, text, 0.05);
  const grounds = [background, surface, raised];
  const { primary } = wanted;
  const soft = mix(surface, primary, theme === 'light' ? 0.12 : 0.22);
  const onBrand = textOn(primary);
  return {
    '--canvas': background,
    '--surface': surface,
    '--raised': raised,
    '--line': mix(surface, text, 0.14),
    '--control': legible(mix(surface, text, 0.4), [surface], text, 3),
    '--ink': text,
    '--muted': legible(mix(text, surface, 0.34), grounds, text, 4.6),
    '--brand': primary,
    // Away from the text on it, so that hovering never costs contrast.
    '--brand-hover': mix(primary, onBrand === '#ffffff' ? '#000000' : '#ffffff', 0.15),
    '--on-brand': onBrand,
    '--brand-soft': soft,
    '--brand-ink': legible(primary, [...grounds, soft], text, 4.6),
    '--accent': legible(wanted.accent, [surface, background], text, 3),
  };
}
