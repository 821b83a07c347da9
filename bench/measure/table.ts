import type { Spread } from './statistics.js';

/** Text for the terminal: the first column to the left, all others to the right. */
export function renderTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, column) => (column === 0 ? (cells[column] ?? '').padEnd(width) : (cells[column] ?? '').padStart(width)))
      .join('  ')
      .trimEnd();
  return [line(header), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

/** `12,345` */
export const whole = (value: number): string => (Number.isFinite(value) ? Math.round(value).toLocaleString('en-US') : '-');

/** Milliseconds with as many digits as they are worth. */
export const ms = (value: number): string => (Number.isFinite(value) ? value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0) : '-');

/** `0.83`; a dash where the baseline was not measured. */
export const ratio = (value: number, baseline: number | undefined): string =>
  baseline !== undefined && baseline > 0 && Number.isFinite(value) ? (value / baseline).toFixed(2) : '-';

/** `0.83 (0.79-0.85)`: the median of the rounds and their range. */
export const spread = (ratios: Spread | undefined): string =>
  ratios === undefined ? '-' : `${ratios.median.toFixed(2)} (${ratios.least.toFixed(2)}-${ratios.most.toFixed(2)})`;

/** Whether an aim was met, as it is printed behind a figure: `0.71 (aim >= 0.8: missed)`. */
export function verdict(value: number | undefined, aim: { atLeast: number } | { atMost: number }): string {
  const [sign, bound] = 'atLeast' in aim ? (['>=', aim.atLeast] as const) : (['<=', aim.atMost] as const);
  const met = value !== undefined && (sign === '>=' ? value >= bound : value <= bound);
  return `${value !== undefined && Number.isFinite(value) ? value.toFixed(2) : '-'} (aim ${sign} ${bound}: ${met ? 'met' : 'missed'})`;
}
