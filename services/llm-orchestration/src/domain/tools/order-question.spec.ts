import { triage } from '../answers/triage.js';
import { readOrderQuestion, type OrderQuestion } from './order-question.js';
import { ORDER_WORDS } from './order-words.js';

const read = (text: string, language = 'en'): OrderQuestion | undefined => {
  const wanted = triage(text, []);
  return wanted.kind === 'question' ? readOrderQuestion(wanted.text, wanted.attempts, language) : undefined;
};

describe('a customer who asks where their order is', () => {
  it.each([
    ['en', 'Where is my order?'],
    ['en', 'has my package been shipped yet'],
    ['en', 'When will my order #1042 arrive?'],
    ['es', '¿Dónde está mi pedido?'],
    ['es', 'cuando llega mi paquete'],
    ['pt', 'Cadê a minha encomenda?'],
    ['pt', 'Onde está o meu pedido?'],
    ['fr', 'Où est ma commande ?'],
    ['fr', 'Quand arrive mon colis ?'],
    ['de', 'Wo ist meine Bestellung?'],
    ['de', 'Wann kommt mein Paket an?'],
    ['it', 'Dov’è il mio ordine?'],
    ['nl', 'Waar is mijn bestelling?'],
    ['pl', 'Gdzie jest moja przesyłka?'],
    ['pl', 'Kiedy dotrze moje zamówienie?'],
    ['ro', 'Unde este comanda mea?'],
    ['tr', 'Siparişim nerede?'],
    ['id', 'Pesanan saya sudah sampai mana?'],
    ['ru', 'Где мой заказ?'],
    ['ru', 'Когда придёт моя посылка?'],
    ['ar', 'أين طلبي؟'],
    ['he', 'איפה ההזמנה שלי?'],
    ['hi', 'मेरा ऑर्डर कहाँ है?'],
    ['el', 'Πού είναι η παραγγελία μου;'],
    ['zh', '我的订单到哪里了？'],
    ['ja', '私の注文はいつ届きますか'],
    ['en', 'My order'],
    ['en', 'my orders, please'],
    ['en', 'Order status'],
    ['en', 'track my order'],
    ['es', 'Mis pedidos'],
    ['de', 'Meine Bestellung bitte'],
    ['zh', '我的订单'],
  ])('is understood in %s: %s', (language, text) => expect(read(text, language)).toMatchObject({ language, rest: [] }));

  it('is answered in the language of the words where the customer’s is not known', () =>
    expect(read('Waar is mijn bestelling?', 'en')).toMatchObject({ language: 'nl' }));

  it.each([
    'How do I cancel my order?',
    'When can I return my order?',
    'Where can I order?',
    'Where do I change the address of my order?',
    'Where are you?',
    'Can I pay my order when it arrives?',
    '¿Dónde puedo cancelar mi pedido?',
    'Wo kann ich meine Bestellung stornieren?',
    '注文はどこでできますか',
    'My order arrived broken',
    'My order never arrived',
    'Where is the rest of my order? Two are missing from my order 1042',
    'Mi pedido llegó roto',
    'Meine Bestellung kam kaputt an',
    'Где мой заказ? Пришёл не тот заказ',
    'I love my order',
    'Thanks for my order',
  ])('is no one who asks something else: %s', (text) => expect(read(text)).toBeUndefined());

  it('may name an order, and ask something else beside it', () => {
    expect(read('Where is my order AB-1042?')).toMatchObject({ named: ['AB-1042'], rest: [] });
    expect(read('Where is my order? Do you ship to Spain?')).toMatchObject({ named: [], rest: ['Do you ship to Spain?'] });
    expect(read('Where is my order 1042, and also 1043?')?.named).toEqual(['1042', '1043']);
  });

  it('is read in no time whatever is written', () => {
    const text = `Where is my order ${'a1'.repeat(100_000)}`;
    const begun = performance.now();
    expect(readOrderQuestion(text, [[text]], 'en')).toMatchObject({ named: [] });
    // The square of its length is half a minute.
    expect(performance.now() - begun).toBeLessThan(10_000);
  }, 120_000);

  it('is told in words that every language has for every state', () => {
    for (const [language, words] of Object.entries(ORDER_WORDS)) {
      const texts = [words.order, words.follow, words.trackingNumber, words.none, ...Object.values(words.status)];
      expect({ language, empty: texts.filter((text) => !text?.trim()) }).toEqual({ language, empty: [] });
      expect(words.none).toContain('{number}');
    }
  });
});
