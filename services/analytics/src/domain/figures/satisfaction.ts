import type { Occurrence } from './counts.js';

/** Under what the bot's conversations are counted; people's under their ids. */
const BOT = 'bot';

export interface SurveyChange {
  outletId: string;
  agentId?: string | undefined;
  askedAt: string;
  rating?: number | undefined;
}

/** Both the question and its answer count when the customer was asked: so the share of those who answered is never more than all. */
export function ofSurvey({ outletId, agentId = BOT, askedAt, rating }: SurveyChange): Occurrence {
  if (rating === undefined) return { at: askedAt, outletId, metric: 'surveysAsked', label: agentId };
  return { at: askedAt, outletId, metric: 'surveyRatings', label: `${agentId}:${rating}` };
}

/** Ratings and questions of a day and of somebody. */
export interface SurveyTotal {
  /** Of the day in the asked time zone: YYYY-MM-DD. */
  day: string;
  metric: string;
  label: string;
  value: number;
}

export interface Figures {
  asked: number;
  answered: number;
  /** Of those who were asked, the share that answered, 0 to 1; null where nobody was asked. */
  responseRate: number | null;
  /** 1 to 5; null where nobody answered. */
  average: number | null;
  /** The share of 4 and 5 among the answers, 0 to 1; null where nobody answered. */
  positiveShare: number | null;
}

export interface Satisfaction extends Figures {
  /** From 5 down to 1. */
  distribution: { rating: number; count: number }[];
  /** Who was rated most stands first; null: the bot. */
  byAgent: (Figures & { agentId: string | null })[];
  /** Days on which somebody was asked, oldest first. */
  byDay: (Figures & { date: string })[];
}

const RATINGS = [5, 4, 3, 2, 1] as const;

const whoOf = ({ label }: SurveyTotal): string => label.split(':', 1)[0]!;
const ratingOf = ({ label }: SurveyTotal): number => Number(label.split(':')[1]);

function figuresOf(totals: readonly SurveyTotal[]): Figures {
  const ratings = totals.filter(({ metric }) => metric === 'surveyRatings');
  const sum = (of: readonly SurveyTotal[], weight: (total: SurveyTotal) => number = () => 1): number =>
    of.reduce((all, total) => all + weight(total) * total.value, 0);
  const answered = sum(ratings);
  // A question and its answer come in events of their own: whoever answered was asked.
  const asked = Math.max(sum(totals.filter(({ metric }) => metric === 'surveysAsked')), answered);
  return {
    asked,
    answered,
    responseRate: asked > 0 ? answered / asked : null,
    average: answered > 0 ? sum(ratings, ratingOf) / answered : null,
    positiveShare: answered > 0 ? sum(ratings.filter((total) => ratingOf(total) >= 4)) / answered : null,
  };
}

/** What the customers of a period thought of the help they got. */
export function satisfactionOf(totals: readonly SurveyTotal[]): Satisfaction {
  const ratings = totals.filter(({ metric }) => metric === 'surveyRatings');
  const by = (key: (total: SurveyTotal) => string): [string, Figures][] =>
    [...Map.groupBy(totals, key)].map(([name, own]) => [name, figuresOf(own)]);
  return {
    ...figuresOf(totals),
    distribution: RATINGS.map((rating) => ({
      rating,
      count: ratings.reduce((all, total) => (ratingOf(total) === rating ? all + total.value : all), 0),
    })),
    byAgent: by(whoOf)
      .map(([who, figures]) => ({ agentId: who === BOT ? null : who, ...figures }))
      .sort((a, b) => b.answered - a.answered || b.asked - a.asked || ((a.agentId ?? '') < (b.agentId ?? '') ? -1 : 1)),
    byDay: by(({ day }) => day)
      .map(([date, figures]) => ({ date, ...figures }))
      .sort((a, b) => (a.date < b.date ? -1 : 1)),
  };
}
