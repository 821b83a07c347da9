export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface OpeningHours {
  /** `HH:MM`, from 00:00. */
  from: string;
  /** `HH:MM`, to 24:00; after `from`. */
  to: string;
}

export interface OutletSettings {
  replyDebounceMs?: number;
  language?: string;
  businessHours?: { timezone: string; weekly: Partial<Record<Weekday, OpeningHours[]>> };
}

export const TIME = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;

/** @returns the field and the error of each wrong pair of hours */
export function settingsProblems(settings: OutletSettings): { field: string; message: string }[] {
  return WEEKDAYS.flatMap((day) => {
    const hours = settings.businessHours?.weekly[day] ?? [];
    return hours.flatMap(({ from, to }, index) => {
      const field = `settings.businessHours.weekly.${day}.${index}`;
      if (from >= to) return [{ field, message: 'from must be before to; split hours past midnight over two days' }];
      const before = hours[index - 1];
      return before && before.to > from ? [{ field, message: 'hours of one day must follow one another without overlap' }] : [];
    });
  });
}
