import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { Problem } from '../api/problem';
import { fill, type Values } from './fill';
import { en, type Key } from './en';
import { es } from './es';

export const LANGUAGES = { en: 'English', es: 'Español' } as const;
export type Language = keyof typeof LANGUAGES;
const DICTIONARIES: Record<Language, Record<Key, string>> = { en, es };

export type { Key };
export interface Words {
  language: Language;
  choose: (language: Language) => void;
  t: (key: Key, values?: Values) => string;
  /** What a problem says; those that have a text of their own in the dictionary, in the language. */
  explain: (problem: Problem) => string;
  number: (value: number) => string;
  percent: (share: number) => string;
  bytes: (count: number) => string;
  /** @param ms */
  duration: (ms: number) => string;
  /** "23 h 12 min": the two largest units, rounded down. @param ms */
  span: (ms: number) => string;
  /** Date and time of an ISO time; `day` leaves the time out, `time` the day. */
  date: (iso: string, style?: DateStyle) => string;
  /** The time of today, the weekday of this week, else the day: for a narrow column. */
  when: (iso: string) => string;
  /** "Today", "Yesterday", or the day in words. */
  dayName: (iso: string) => string;
  /** "3 hours ago" */
  ago: (iso: string) => string;
}
type DateStyle = 'full' | 'day' | 'time' | 'weekday' | 'monthDay' | 'words';
const Context = createContext<Words | undefined>(undefined);
const KEY = 'chasqui.language';

function initial(): Language {
  const wanted = localStorage.getItem(KEY) ?? navigator.language;
  return wanted.startsWith('es') ? 'es' : 'en';
}

const STEPS = [
  [60, 'second', 1],
  [3_600, 'minute', 60],
  [86_400, 'hour', 3_600],
  [2_592_000, 'day', 86_400],
  [31_536_000, 'month', 2_592_000],
  [Number.POSITIVE_INFINITY, 'year', 31_536_000],
] as const;

function wordsOf(language: Language, choose: (language: Language) => void): Words {
  const dictionary = DICTIONARIES[language];
  // The region of the browser, where it speaks the chosen language: day before month or after is a matter of place.
  const locale = navigator.languages.find((name) => name.startsWith(language)) ?? language;
  const numbers = new Intl.NumberFormat(locale);
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const dates = {
    full: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
    day: new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }),
    time: new Intl.DateTimeFormat(locale, { timeStyle: 'short' }),
    weekday: new Intl.DateTimeFormat(locale, { weekday: 'short' }),
    monthDay: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' }),
    words: new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }),
  };
  const daysAgo = (iso: string): number => {
    const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
    return Math.round((midnight(new Date()) - midnight(new Date(iso))) / 86_400_000);
  };
  const unit = (value: number, name: string, digits = 0, unitDisplay: 'short' | 'narrow' | 'long' = 'short') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay, maximumFractionDigits: digits }).format(value);
  return {
    language,
    choose,
    t: (key, values) => fill(dictionary[key], values),
    explain: (problem) => {
      const text = (dictionary as Record<string, string | undefined>)[`problem.${problem.code}`];
      return text ?? problem.detail;
    },
    number: (value) => numbers.format(value),
    percent: (share) => percents.format(share),
    bytes: (count) =>
      count < 1_000
        ? unit(count, 'byte', 0, 'long')
        : count < 1_000_000
          ? unit(count / 1_000, 'kilobyte')
          : unit(count / 1_000_000, 'megabyte', 1),
    duration: (ms) =>
      ms < 60_000
        ? unit(ms / 1_000, 'second', 1, 'narrow')
        : ms < 3_600_000
          ? unit(ms / 60_000, 'minute', 1, 'narrow')
          : unit(ms / 3_600_000, 'hour', 1, 'narrow'),
    span: (ms) => {
      const minutes = Math.max(0, Math.floor(ms / 60_000));
      if (minutes < 60) return unit(minutes, 'minute');
      const [name, size, smaller, part] = minutes < 2_880 ? (['hour', 60, 'minute', 1] as const) : (['day', 1_440, 'hour', 60] as const);
      const rest = Math.floor((minutes % size) / part);
      return unit(Math.floor(minutes / size), name) + (rest > 0 ? ` ${unit(rest, smaller)}` : '');
    },
    when: (iso) => {
      const days = daysAgo(iso);
      return dates[days <= 0 ? 'time' : days < 7 ? 'weekday' : 'monthDay'].format(new Date(iso));
    },
    dayName: (iso) => {
      const days = daysAgo(iso);
      const name = days === 0 || days === 1 ? relative.format(-days, 'day') : dates.words.format(new Date(iso));
      return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
    },
    date: (iso, style = 'full') => dates[style].format(new Date(iso)),
    ago: (iso) => {
      const seconds = (Date.parse(iso) - Date.now()) / 1_000;
      const [, name, size] = STEPS.find(([below]) => Math.abs(seconds) < below) ?? STEPS[5];
      return relative.format(Math.round(seconds / size), name);
    },
  };
}

export function WordsProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(initial);
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(KEY, language);
  }, [language]);
  const words = useMemo(() => wordsOf(language, setLanguage), [language]);
  return <Context value={words}>{children}</Context>;
}

export function useWords(): Words {
  const words = useContext(Context);
  if (!words) throw new Error('useWords outside of WordsProvider');
  return words;
}
