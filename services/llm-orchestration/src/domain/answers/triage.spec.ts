import { triage } from './triage.js';

describe('triage', () => {
  it.each([
    'I want to talk to a human',
    'can I speak with someone please?',
    'Could you connect me to an agent',
    'human agent!!',
    'AGENT',
    'Hi\nlet me chat with a real person',
    'I need an operator',
    'Quiero hablar con una persona',
    '¿Me puedes comunicar con un asesor?',
    'necesito un agente',
    'Quero falar com um atendente',
    'preciso de um humano',
    'Je voudrais parler à un conseiller',
    'parler à quelqu’un',
    'Ich möchte mit einem Mitarbeiter sprechen',
    'Kann ich bitte mit jemandem reden?',
    'Vorrei parlare con un operatore',
    'मुझे किसी से बात करनी है',
    'mujhe agent se baat karni hai',
  ])('brings a person when the customer asks for one: %s', (question) => {
    expect(triage(question, [])).toEqual({ kind: 'handoff', reason: 'customer_asked' });
  });

  it.each([
    'Do your delivery agents work on Sundays?',
    'Is there a person limit for group tickets?',
    'How many people can sit at a table?',
    'What is the price per person?',
    'Do you insure human hair wigs?',
    '¿Cuánto cuesta por persona?',
    'Ist der Preis pro Person?',
    'What are your customer service hours?',
  ])('keeps a question about people a question: %s', (question) => {
    expect(triage(question, []).kind).toBe('question');
  });

  it('finds escalation keywords as whole words, whatever their case and accents', () => {
    const keywords = ['Reclamación', 'legal action'];
    expect(triage('quiero poner una RECLAMACION ya', keywords)).toMatchObject({ reason: 'escalation_keyword', detail: 'Reclamación' });
    expect(triage('I will take Legal   Action.', keywords)).toMatchObject({ reason: 'escalation_keyword', detail: 'legal action' });
    expect(triage('is it a legal actionable claim', keywords).kind).toBe('question');
    expect(triage('hello', ['', '  ']).kind).toBe('greeting');
  });

  it.each([
    'hi',
    'Hello there!',
    'hola',
    'Buenos días',
    'bom dia',
    'Bonjour',
    'Guten Tag',
    'ciao',
    'नमस्ते',
    'hey, how are you?',
    'Hi\nhello',
  ])('greets back: %s', (question) => {
    expect(triage(question, [])).toEqual({ kind: 'greeting' });
  });

  it.each(['thanks', 'Thank you so much!', 'muchas gracias', 'obrigada', 'merci beaucoup', 'Vielen Dank', 'grazie mille'])(
    'takes thanks as thanks: %s',
    (question) => {
      expect(triage(question, [])).toEqual({ kind: 'thanks' });
    },
  );

  it('a message without text is for a person; beside text it does not count', () => {
    expect(triage('[image]', [])).toMatchObject({ kind: 'handoff', reason: 'unsupported_message' });
    expect(triage('[audio]\n[image]', [])).toMatchObject({ reason: 'unsupported_message' });
    expect(triage('[image]\nDo you have this in blue?', [])).toMatchObject({ kind: 'question', text: 'Do you have this in blue?' });
  });

  it('looks up every question of a burst by itself, and the whole when that finds nothing', () => {
    expect(triage('Hi\nquick question\nwhat are your hours?\nDo you ship to Spain?', [])).toEqual({
      kind: 'question',
      text: 'quick question\nwhat are your hours?\nDo you ship to Spain?',
      attempts: [['what are your hours?', 'Do you ship to Spain?'], ['quick question\nwhat are your hours?\nDo you ship to Spain?']],
    });
    expect(triage('What are your hours?', [])).toMatchObject({ attempts: [['What are your hours?']] });
    expect(triage('opening hours\nshipping to spain', [])).toMatchObject({
      attempts: [['opening hours\nshipping to spain'], ['opening hours', 'shipping to spain']],
    });
  });
});
