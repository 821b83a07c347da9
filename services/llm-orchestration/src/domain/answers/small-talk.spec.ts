import { phrasesOf } from './phrases.js';
import { triage } from './triage.js';

const after = (text: string, author = 'bot') => ({
  history: [
    { author: 'customer', text: 'Do you deliver on Sundays?' },
    { author, text },
  ],
});
const ANSWER = 'We deliver every day but Sunday.';

describe('small talk after an answer', () => {
  it.each(
    `no;No;nope;no thanks;No, thank you!;no gracias;Não, obrigado;nao;non merci;Nein danke;nein;No, that's all, thanks;that's all;eso es todo;nada más;
    só isso;c’est tout;das war alles;bye;Bye bye!;goodbye;thanks, bye;adiós;hasta luego;chau;tchau;até logo;au revoir;bonne journée;tschüss;
    Auf Wiedersehen;lol;LOOOL;haha;hahaha 😂;jajaja;kkkk;rsrs;hehe;mdr`
      .split(/;\s*/)
      .map((text) => [text]),
  )('ends politely and stays with the bot: %s', (text) => {
    expect(triage(text, [], after(ANSWER))).toEqual({ kind: 'closing' });
  });

  it.each([
    'thanks',
    'Muchas gracias!',
    'ok',
    'vale',
    'beleza',
    'parfait',
    'alles klar',
    '👍',
    '😂😂',
    '❤️',
    '🙏🏽',
    '[sticker]',
    'cool',
    'yes',
    'sí',
  ])('takes it as thanks: %s', (text) => expect(triage(text, [], after(ANSWER))).toEqual({ kind: 'thanks' }));

  it('is not asked twice whether there is anything else', () => {
    for (const language of ['en', 'es', 'pt', 'fr', 'de']) {
      const { thanks } = phrasesOf(language);
      for (const text of ['ok', 'thanks', 'no', '👍']) expect(triage(text, [], after(thanks))).toEqual({ kind: 'closing' });
      expect(triage('yes', [], after(thanks))).toEqual({ kind: 'unclear' });
    }
  });

  it('asks what it is about where the customer does not get on, and brings a person the second time', () => {
    for (const text of ['?', '???', '...', '👎', '😡']) {
      expect(triage(text, [], after(ANSWER))).toEqual({ kind: 'unclear' });
      expect(triage(text, [], after(phrasesOf('fr').unclear))).toMatchObject({ kind: 'handoff', reason: 'no_answer' });
    }
  });

  it.each([
    ['yes', 'Shall I connect you to a colleague?', 'customer_asked'],
    ['sí, por favor', '¿Quieres hablar con una persona de nuestro equipo?', 'customer_asked'],
    ['no', 'Did this answer your question?', 'no_answer'],
    ['nein', 'Hat Ihnen das geholfen?', 'no_answer'],
    ['não', 'Isso ajudou?', 'no_answer'],
  ])('"%s" to "%s" brings a person', (text, question, reason) => {
    expect(triage(text, [], after(question))).toMatchObject({ kind: 'handoff', reason });
  });

  it('a "no" to the offer of a person ends politely; a "yes" to another question goes on to the knowledge', () => {
    expect(triage('no thanks', [], after('Do you want to talk to a person?'))).toEqual({ kind: 'closing' });
    expect(triage('yes', [], after('Is your order from this year?'))).toMatchObject({ kind: 'question', text: 'yes' });
  });

  it.each([
    'no, what are your hours?',
    'No me llegó el pedido',
    'no internet',
    'bye the way, do you ship?',
    'nothing works',
    'not good',
    'thanks for nothing, it broke',
    'ok and the price',
    'haha but how much is it',
    'yes I want to return it',
    'good quality?',
  ])('keeps what asks something a question: %s', (text) => {
    expect(triage(text, [], after(ANSWER)).kind).toBe('question');
  });
});

describe('small talk before anything was said', () => {
  it.each(['?', 'ok', 'no', 'lol', '👍', '...', 'yes', '[request_welcome]', '[sticker]', '[request_welcome]\nhi'])(
    'is greeted: %s',
    (text) => {
      expect(triage(text, [])).toEqual({ kind: 'greeting' });
    },
  );

  it('a welcome that WhatsApp asks for does not hide the question that comes with it', () => {
    expect(triage('[request_welcome]\nDo you ship to Cusco?', [])).toMatchObject({ kind: 'question', text: 'Do you ship to Cusco?' });
  });
});

describe('what has to be looked at', () => {
  it.each([
    ['image', 'My bag arrived like this'],
    ['location', 'Frame Street 10, Lima'],
    ['document', 'Is this the right form?'],
    ['audio', '[audio]'],
  ])('%s with "%s" is for a person', (unseen, text) => {
    expect(triage(text, [], { history: [], unseen })).toEqual({
      kind: 'handoff',
      reason: 'unsupported_message',
      detail: `[${unseen}]`,
      unseen,
    });
  });

  it('a wish for a person is the better reason', () => {
    expect(triage('I want to talk to a human', [], { history: [], unseen: 'image' })).toEqual({
      kind: 'handoff',
      reason: 'customer_asked',
    });
  });
});
