const BROWSERS: readonly [RegExp, string][] = [
  [/\bEdg(?:A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Headless)?Chrome\/|\bCriOS\//, 'Chrome'],
  [/\bVersion\/\S+ .*Safari\//, 'Safari'],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];
const first = (rules: readonly [RegExp, string][], agent: string): string | null =>
  rules.find(([pattern]) => pattern.test(agent))?.[1] ?? null;

/**
 * What a person calls the device of a User-Agent. The text is the caller's word, so nothing but known names and the plain name of a program
 * comes out; null where it says nothing.
 */
export function deviceOf(agent: string | null): { browser: string | null; system: string | null } {
  if (agent === null) return { browser: null, system: null };
  const program = /^(?!Mozilla\b)([A-Za-z][\w.-]{0,30})(?:\/|$)/.exec(agent)?.[1];
  return { browser: program ?? first(BROWSERS, agent), system: first(SYSTEMS, agent) };
}
