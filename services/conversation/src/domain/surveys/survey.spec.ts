import { validateOutbound, type OutboundContent } from '#whatsapp';
import {
  DEFAULT_SURVEY,
  defaultTexts,
  pressedRating,
  RATINGS,
  SURVEY_LANGUAGES,
  surveyLanguage,
  surveyMessage,
  thanksOf,
} from './survey.js';

const ID = '0198c0de-0000-7000-8000-0000000000e1';

describe('the question after closing', () => {
  it.each(SURVEY_LANGUAGES)('fits into what WhatsApp takes: %s', (language) => {
    const { content } = surveyMessage(ID, DEFAULT_SURVEY, language);
    expect(validateOutbound(content as unknown as OutboundContent)).toEqual([]);
  });

  it('is understood again, row by row, whatever is pressed', () => {
    const { content } = surveyMessage(ID, DEFAULT_SURVEY, 'es');
    const [{ rows }] = (content.interactive as { sections: [{ rows: { id: string; title: string }[] }] }).sections;
    const read = rows.map((row) => pressedRating({ type: 'interactive', interactive: { type: 'list_reply', list_reply: row } }));
    expect(read).toEqual(RATINGS.toReversed().map((rating) => ({ surveyId: ID, rating })));
  });

  it.each([undefined, null, {}, { interactive: null }, { interactive: { list_reply: { id: 7 } } }])('is not seen in %j', (raw) => {
    expect(pressedRating(raw)).toBeUndefined();
  });

  it.each(['chasqui-survey:x:5', `chasqui-survey:${ID}:6`, `chasqui-survey:${ID}:0`, `order:${ID}:5`])(
    'is not seen in the row %s',
    (id) => {
      expect(pressedRating({ interactive: { list_reply: { id, title: '5' } } })).toBeUndefined();
    },
  );

  it('speaks the customer’s language, else the tenant’s, else English', () => {
    expect(surveyLanguage('pt-BR', 'de')).toBe('pt');
    expect(surveyLanguage(null, 'fr')).toBe('fr');
    expect(surveyLanguage(null, undefined)).toBe('en');
    expect(surveyLanguage('ja', 'es')).toBe('en');
  });

  it('uses the tenant’s own words, each where there are any', () => {
    const own = { ...DEFAULT_SURVEY, texts: { de: { question: 'Zufrieden?', thanks: null } } };
    expect(surveyMessage(ID, own, 'de').text).toBe('Zufrieden?');
    expect(thanksOf(own, 'de')).toBe(defaultTexts(true).de.thanks);
    expect(surveyMessage(ID, own, 'fr').text).toBe(defaultTexts(true).fr.question);
  });

  it('asks why only where that is wanted', () => {
    expect(thanksOf({ ...DEFAULT_SURVEY, asksComment: false }, 'en')).toBe('Thank you for your rating!');
    expect(thanksOf(DEFAULT_SURVEY, 'en')).toContain('tell us why');
  });
});
