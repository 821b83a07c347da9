import { customerLanguage } from './customer-language.js';

describe('the language of a customer', () => {
  it.each([
    [
      'es',
      'Hola',
      'quiero hablar con una persona',
      '¿Tienen talla 38?',
      'no gracias',
      'adiós',
      'jajaja',
      'necesito un asesor',
      'mi pedido no llega',
    ],
    [
      'pt',
      'Olá',
      'quero falar com um atendente',
      'Vocês entregam amanhã?',
      'não, obrigado',
      'tchau',
      'cadê meu pedido',
      'preciso de ajuda',
    ],
    [
      'fr',
      'Bonjour',
      'je veux parler à un conseiller',
      'C’est combien ?',
      'non merci',
      'où est mon colis',
      'au revoir',
      'quel est le prix',
    ],
    [
      'de',
      'Guten Tag',
      'Ich möchte mit jemandem sprechen',
      'Wie lange dauert die Lieferung?',
      'nein danke',
      'Tschüss',
      'mein Paket ist kaputt',
    ],
    ['en', 'Hello', 'can I talk to a human', 'Do you ship to Spain?', 'no thanks', 'bye', 'lol', 'my parcel is broken'],
    ['hi', 'मुझे किसी से बात करनी है'],
  ])('%s is seen in one short message', (language, ...texts) => {
    const elsewhere = language === 'en' ? 'de-AT' : 'en';
    expect(texts.map((text) => [text, customerLanguage([text], elsewhere)])).toEqual(texts.map((text) => [text, language]));
  });

  it('is the tenant’s where the text may be of several, or says nothing', () => {
    for (const text of ['no', 'ok', '?', '👍', '12345', '[image]', '[order]', '']) expect(customerLanguage([text], 'es-PE')).toBe('es-PE');
  });

  it('is that of an earlier message where the last says nothing', () => {
    expect(customerLanguage(['👍', '12', 'wann haben Sie geöffnet'], 'en')).toBe('de');
    expect(customerLanguage(['where is it', 'wann haben Sie geöffnet'], 'es')).toBe('en');
  });
});
