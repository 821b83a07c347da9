export type SnoozeName = 'hour' | 'evening' | 'tomorrow' | 'week';

/** Times that are wanted most, all of them to come: in an hour, this evening, tomorrow morning, Monday morning. */
export function snoozeTimes(now: Date): { name: SnoozeName; until: Date }[] {
  const at = (days: number, hour: number): Date => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  const toMonday = (8 - now.getDay()) % 7 || 7;
  return [
    { name: 'hour', until: new Date(now.getTime() + 60 * 60_000) },
    // Where the evening is near, it is no other time than in an hour.
    ...(now.getHours() < 16 ? [{ name: 'evening' as const, until: at(0, 18) }] : []),
    { name: 'tomorrow', until: at(1, 9) },
    ...(toMonday > 1 ? [{ name: 'week' as const, until: at(toMonday, 9) }] : []),
  ];
}
