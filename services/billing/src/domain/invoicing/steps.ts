interface Open {
  dueAt: string | null;
  remindedAt: string | null;
}
interface Terms {
  remindDays: number;
  graceDays: number;
}

const DAY_MS = 86_400_000;

const after = (at: string | null, days: number): Date => new Date(Date.parse(at!) + days * DAY_MS);

/** When somebody is reminded of an open invoice. */
export const remindsAt = ({ dueAt }: Pick<Open, 'dueAt'>, { remindDays }: Terms): Date => after(dueAt, -remindDays);

/** When somebody is suspended who has not paid an open invoice. */
export const graceEnds = ({ dueAt }: Pick<Open, 'dueAt'>, { graceDays }: Terms): Date => after(dueAt, graceDays);

/** When something is to be done next: the next month begins, somebody is reminded, or is suspended. */
export function nextStepOf(periodEnds: Date, open: readonly Open[], terms: Terms, now: Date): Date {
  const times = open.flatMap((each) => [...(each.remindedAt === null ? [remindsAt(each, terms)] : []), graceEnds(each, terms)]);
  return new Date(Math.min(periodEnds.getTime(), ...times.map((at) => at.getTime()).filter((at) => at > now.getTime())));
}
