const clocks = new Map<string, Intl.DateTimeFormat>();

/** @throws RangeError for a zone that is none */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  let clock = clocks.get(timeZone);
  if (!clock) {
    const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
    clock = new Intl.DateTimeFormat('en-US', { ...parts, timeZone, hourCycle: 'h23' });
    clocks.set(timeZone, clock);
  }
  return clock;
}

const DAY_MS = 24 * 60 * 60_000;

/** Whether a text names a time zone of the IANA database. */
export function isTimeZone(text: unknown): text is string {
  try {
    return typeof text === 'string' && text !== '' && Boolean(new Intl.DateTimeFormat('en-US', { timeZone: text }));
  } catch {
    return false;
  }
}

/** What the clock on the wall shows at an instant, as if it were UTC. @throws RangeError for a zone that is none */
export function wallOf(at: number, timeZone: string): number {
  const shown = Object.fromEntries(
    clockOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<string, number>;
  const second = Date.UTC(shown.year!, shown.month! - 1, shown.day!, shown.hour!, shown.minute!, shown.second!);
  return second + (((at % 1_000) + 1_000) % 1_000);
}

/**
 * When the clock on the wall shows a time (RFC 5545, section 3.3.5): the first time, where it is set back and shows it twice; where it is
 * set forward and leaves it out, as much later as it leaves out.
 *
 * @param wall the time, as if it were UTC
 */
export function instantOf(wall: number, timeZone: string): number {
  const offsetAt = (instant: number): number => wallOf(instant, timeZone) - instant;
  // No zone is more than 14 hours away from UTC, and none changes its clocks twice in so short a time.
  const [before, after] = [offsetAt(wall - DAY_MS), offsetAt(wall + DAY_MS)];
  const shown = [wall - before, wall - after].sort((a, b) => a - b).find((instant) => wallOf(instant, timeZone) === wall);
  return shown ?? wall - before;
}
