import { useWords } from '../../i18n/i18n';

/** @returns says a month such as `2026-11` in words */
export function useMonthName(): (month: string) => string {
  const { language } = useWords();
  return (month) =>
    new Intl.DateTimeFormat(language, { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${month}-15T00:00:00Z`));
}
