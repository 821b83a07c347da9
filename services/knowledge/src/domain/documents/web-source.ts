export const MAX_SOURCES = 50;
export const MAX_PAGES = 200;
export const DEFAULT_PAGES = 100;
/** Hours between two looks; 0 looks once. */
export const DEFAULT_HOURS = 24;
export const FEWEST_HOURS = 6;
export const MOST_HOURS = 24 * 30;
/** Pages of a source are fetched so far apart, so that no site is flooded and companies take turns. */
export const PAUSE_MS = 1_000;
/** Looks at something that cannot be reached, before it waits for its next time. */
export const MAX_LOOKS = 4;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Of the time until the next look: without it, what was added together would always come together. */
const JITTER = 0.1;

export const WEB_STATUSES = ['waiting', 'done', 'failed'] as const;
export const PAGE_STATUSES = [...WEB_STATUSES, 'gone'] as const;
export type PageStatus = (typeof PAGE_STATUSES)[number];

/** An address of the web whose pages are documents. */
export interface WebSource {
  id: string;
  baseId: string;
  url: string;
  kind: 'page' | 'sitemap' | null;
  everyHours: number;
  maxPages: number;
  status: 'waiting' | 'done' | 'failed';
  errorCode: string | null;
  errorDetail: string | null;
  leftOut: number;
  nextAt: string | null;
  checkedAt: string | null;
  createdAt: string;
  /** Pages by their state. */
  pages: Record<PageStatus, number>;
}
/** A page of it, and the document that it became. */
export interface WebPage {
  id: string;
  url: string;
  status: PageStatus;
  documentId: string | null;
  errorCode: string | null;
  errorDetail: string | null;
  checkedAt: string | null;
  changedAt: string | null;
}

export type WebProblemCode =
  'web_address_refused' | 'web_robots_refused' | 'web_unreachable' | 'web_refused' | 'web_too_large' | 'web_gone';

/** Why a page cannot be had. */
export class WebProblem extends Error {
  readonly code: WebProblemCode;
  /** Whether it may be had a little later. */
  readonly isPassing: boolean;

  /** @param detail what is wrong and what would be right, for the person who gave the address */
  constructor(code: WebProblemCode, detail: string, isPassing = false) {
    super(detail);
    this.code = code;
    this.isPassing = isPassing;
  }
}

/** @param random from 0 to 1 @returns milliseconds until the next look by schedule; null for never */
export const untilNextLook = (everyHours: number, random: number): number | null =>
  everyHours === 0 ? null : Math.round(everyHours * HOUR_MS * (1 + JITTER * (2 * random - 1)));

/** @param attempts so far, 1 at least @returns milliseconds until it is tried again; null when that is enough */
export const untilNextTry = (attempts: number): number | null => (attempts < MAX_LOOKS ? MINUTE_MS * 4 ** (attempts - 1) : null);
