/** @param day `2026-11-20` @returns its first moment where the reader is */
export const startOf = (day: string): Date => new Date(`${day}T00:00:00`);

/** @returns the first moment after it where the reader is, so that the day itself is whole */
export function endOf(day: string): Date {
  const end = startOf(day);
  end.setDate(end.getDate() + 1);
  return end;
}
