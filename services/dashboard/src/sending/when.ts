/** When a message leaves: at once, at a moment of the reader's clock, or at a time of the customer's. */
export const WHENS = ['now', 'at', 'local'] as const;
export interface When {
  kind: (typeof WHENS)[number];
  /** As `datetime-local` has it. */
  at: string;
  /** `09:00` */
  time: string;
  /** `2026-12-24`; empty: the next time that the clock shows it. */
  day: string;
}
export const NOW: When = { kind: 'now', at: '', time: '09:00', day: '' };

/** What `POST /messages` takes as `sendAt`; undefined for at once. */
export function sendAtOf({ kind, at, time, day }: When): string | { localTime: string; date?: string } | undefined {
  if (kind === 'now') return undefined;
  if (kind === 'local') return { localTime: time, ...(day && { date: day }) };
  return at ? new Date(at).toISOString() : undefined;
}

/** A moment as `datetime-local` has it, by the clock of the reader. */
export function localMinute(moment: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [moment.getFullYear(), two(moment.getMonth() + 1), two(moment.getDate())].join('-');
  return `${day}T${two(moment.getHours())}:${two(moment.getMinutes())}`;
}
