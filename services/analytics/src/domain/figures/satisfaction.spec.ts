import { ofSurvey, satisfactionOf, type SurveyTotal } from './satisfaction.js';

const ANA = '0198c0de-0000-7000-8000-00000000aaaa';
const asked = (day: string, who: string, value: number): SurveyTotal => ({ day, metric: 'surveysAsked', label: who, value });
const rated = (day: string, who: string, rating: number, value: number): SurveyTotal => ({
  day,
  metric: 'surveyRatings',
  label: `${who}:${rating}`,
  value,
});

describe('satisfaction', () => {
  it('is counted under the day of the question, and under whoever had the conversation', () => {
    const survey = { outletId: 'o', askedAt: '2026-11-20T09:30:00.000Z' };
    expect(ofSurvey({ ...survey, agentId: ANA })).toMatchObject({ at: survey.askedAt, metric: 'surveysAsked', label: ANA });
    expect(ofSurvey({ ...survey, rating: 2 })).toMatchObject({ at: survey.askedAt, metric: 'surveyRatings', label: 'bot:2' });
  });

  it('knows average, share of 4 and 5, distribution and share of those who answered', () => {
    const { distribution, byAgent, byDay, ...all } = satisfactionOf([
      asked('2026-11-20', ANA, 4),
      asked('2026-11-21', 'bot', 4),
      rated('2026-11-20', ANA, 5, 2),
      rated('2026-11-20', ANA, 3, 1),
      rated('2026-11-21', 'bot', 1, 1),
    ]);
    expect(all).toEqual({ asked: 8, answered: 4, responseRate: 0.5, average: 3.5, positiveShare: 0.5 });
    expect(distribution.map(({ rating, count }) => [rating, count])).toEqual([
      [5, 2],
      [4, 0],
      [3, 1],
      [2, 0],
      [1, 1],
    ]);
    expect(byAgent).toMatchObject([
      { agentId: ANA, asked: 4, answered: 3, average: 13 / 3, positiveShare: 2 / 3 },
      { agentId: null, asked: 4, answered: 1, average: 1, positiveShare: 0 },
    ]);
    expect(byDay.map(({ date, answered, average }) => [date, answered, average])).toEqual([
      ['2026-11-20', 3, 13 / 3],
      ['2026-11-21', 1, 1],
    ]);
  });

  it('says nothing where nobody was asked, and never that more than all have answered', () => {
    expect(satisfactionOf([])).toMatchObject({ asked: 0, responseRate: null, average: null, positiveShare: null, byAgent: [], byDay: [] });
    // The answer was counted before the question.
    expect(satisfactionOf([rated('2026-11-20', ANA, 4, 1)])).toMatchObject({ asked: 1, answered: 1, responseRate: 1 });
  });
});
