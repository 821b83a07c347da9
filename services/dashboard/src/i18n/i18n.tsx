import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { Problem, type FieldError } from '../api/problem';
import { explainField, type FieldRules } from './field-errors';
import { fill, type Values } from './fill';
import type { Key as FirstKey } from './en';
import { textOf } from './more-texts';
import type { ledgerPagesEn } from './ledger-pages.en';
import type { outletPagesEn } from './outlet-pages.en';
import type { templatePagesEn } from './template-pages.en';
import type { brandingPageEn } from './branding-page.en';
import type { assistantPageEn } from './assistant-page.en';
import type { accountPageEn } from './account-page.en';
import type { auditPageEn } from './audit-page.en';
import type { keysPageEn } from './keys-page.en';
import type { webhookPagesEn } from './webhook-pages.en';

export const LANGUAGES = { en: 'English', es: 'Español' } as const;
export type Language = keyof typeof LANGUAGES;
type Dictionary = Record<FirstKey, string>;
interface Loaded {
  dictionary: Dictionary;
  rules: FieldRules;
}
/** Each is a file of its own: nobody loads the texts of a language that they do not read. */
const DICTIONARIES: Record<Language, () => Promise<Dictionary>> = {
  en: () => import('./en').then(({ en }) => en),
  es: () => import('./es').then(({ es }) => es),
};
/** What the API says of fields, for those who read another language than it speaks: by its words. */
const FIELD_RULES: Record<Language, () => Promise<FieldRules>> = {
  en: () => Promise.resolve({ rules: [], codes: {} }),
  es: () => import('./field-errors.es').then(({ fieldErrorsEs, fieldCodesEs }) => ({ rules: fieldErrorsEs, codes: fieldCodesEs })),
};
const TRY_AGAIN_MS = 2_000;

/** Of the texts that come first, and of those that pages bring. */
export type Key =
  | FirstKey
  | keyof typeof auditPageEn
  | keyof typeof accountPageEn
  | keyof typeof assistantPageEn
  | keyof typeof brandingPageEn
  | keyof typeof keysPageEn
  | keyof typeof webhookPagesEn
  | keyof typeof templatePagesEn
  | keyof typeof ledgerPagesEn
  | keyof typeof outletPagesEn;
export interface Words {
  language: Language;
  choose: (language: Language) => void;
  /** What the company of this person speaks: for who has not chosen. */
  suggest: (language: string | null | undefined) => void;
  t: (key: Key, values?: Values) => string;
  /** What a problem says; those that have a text of their own in the dictionary, in the language. */
  explain: (problem: Problem) => string;
  /** What is wrong with a field, beside it or with its name. @param problem that it came with */
  explainField: (error: FieldError, isBeside: boolean, problem?: Problem) => string;
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
  /** "3 hours ago" as seen at `now`, "now" within the minute. A page shows it by `useAgo`, which goes with the time. */
  agoAt: (iso: string, now: number) => string;
  /** "one, two and three" */
  list: (parts: readonly string[]) => string;
}
type DateStyle = 'full' | 'day' | 'time' | 'weekday' | 'monthDay' | 'words';
const Context = createContext<Words | undefined>(undefined);
const KEY = 'chasqui.language';

const languageOf = (wanted: string): Language => (wanted.startsWith('es') ? 'es' : 'en');

function stored(): Language | undefined {
  const own = localStorage.getItem(KEY);
  return own === null ? undefined : languageOf(own);
}

const STEPS = [
  [3_600, 'minute', 60],
  [86_400, 'hour', 3_600],
  [2_592_000, 'day', 86_400],
  [31_536_000, 'month', 2_592_000],
  [Number.POSITIVE_INFINITY, 'year', 31_536_000],
] as const;

function wordsOf(language: Language, { dictionary, rules }: Loaded, { choose, suggest }: Pick<Words, 'choose' | 'suggest'>): Words {
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
  const explain = (problem: Problem): string =>
    (dictionary as Record<string, string | undefined>)[`problem.${problem.code}`] ?? problem.detail;
  return {
    language,
    choose,
    suggest,
    t: (key, values) => fill((dictionary as Partial<Record<Key, string>>)[key] ?? textOf(language, key) ?? key, values),
    explain,
    // What is said of the whole is said of the field.
    explainField: (error, isBeside, problem) =>
      problem && language !== 'en' && error.message === problem.detail ? explain(problem) : explainField(error, rules, isBeside),
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
    list: (parts) => new Intl.ListFormat(locale).format(parts),
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
    agoAt: (iso, now) => {
      const seconds = (Date.parse(iso) - now) / 1_000;
      if (Math.abs(seconds) < 60) return relative.format(0, 'second');
      const [, name, size] = STEPS.find(([below]) => Math.abs(seconds) < below) ?? STEPS[4];
      return relative.format(Math.round(seconds / size), name);
    },
  };
}

/** Nothing is shown before there are words for it; a language that is chosen later takes over when its words have come. */
export function WordsProvider({ children }: { children: ReactNode }) {
  const [own, setOwn] = useState(stored);
  const [suggested, setSuggested] = useState<string>();
  const chosen = own ?? languageOf(suggested ?? navigator.language);
  const [changes] = useState(() => ({
    choose: (language: Language) => {
      localStorage.setItem(KEY, language);
      setOwn(language);
    },
    suggest: (language: string | null | undefined) => setSuggested(language ?? undefined),
  }));
  const [loaded, setLoaded] = useState<Loaded & { language: Language }>();
  useEffect(() => {
    let isLeft = false;
    const load = (): void => {
      Promise.all([DICTIONARIES[chosen](), FIELD_RULES[chosen]()]).then(
        ([dictionary, rules]) => isLeft || setLoaded({ language: chosen, dictionary, rules }),
        () => isLeft || setTimeout(() => isLeft || load(), TRY_AGAIN_MS),
      );
    };
    load();
    return () => void (isLeft = true);
  }, [chosen]);
  useEffect(() => {
    if (loaded) document.documentElement.lang = loaded.language;
  }, [loaded]);
  const words = useMemo(() => loaded && wordsOf(loaded.language, loaded, changes), [loaded, changes]);
  return words && <Context value={words}>{children}</Context>;
}

export function useWords(): Words {
  const words = useContext(Context);
  if (!words) throw new Error('useWords outside of WordsProvider');
  return words;
}
