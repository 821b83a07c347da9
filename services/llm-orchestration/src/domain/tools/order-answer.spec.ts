import { answerOrders, ordersPassage, type OwnOrder } from './order-answer.js';

const order = (number: string, more: Partial<OwnOrder> = {}): OwnOrder => ({
  number,
  status: 'shipped',
  isOpen: true,
  placedAt: '2026-11-20T09:00:00.000Z',
  totalMinor: 2_500,
  currency: 'USD',
  ...more,
});
const ask = (named: string[] = [], language = 'en') => ({ language, named, rest: [] });

describe('what a customer is told of their orders', () => {
  const link = order('1042', { trackingUrl: 'https://track.example.com/1', trackingNumber: 'RR1' });
  const done = order('1041', { status: 'delivered', isOpen: false });

  it('is how those stand that are open, with the way to follow them, in their language', () => {
    expect(answerOrders([link, done], ask())).toBe('Order 1042: on its way\nFollow it here: https://track.example.com/1');
    expect(answerOrders([link], ask([], 'de'))).toBe('Bestellung 1042: unterwegs\nHier verfolgen: https://track.example.com/1');
    expect(answerOrders([done], ask())).toBe('Order 1041: delivered');
    expect(answerOrders([order('1', { trackingNumber: 'RR2' })], ask())).toBe('Order 1: on its way\nTracking number: RR2');
  });

  it('is of the one that they name, however they write it', () => {
    expect(answerOrders([link, order('AB-7001', { status: 'packing' })], ask(['ab7001']))).toBe('Order AB-7001: being packed');
    expect(answerOrders([link, done], ask(['1041']))).toBe('Order 1041: delivered');
  });

  it('says of a number that is not theirs the same, whether there is such an order or not, and tells their own', () =>
    expect(answerOrders([done], ask(['9999']))).toBe('There is no order 9999 for your WhatsApp number.\n\nOrder 1041: delivered'));

  it('is nothing where they have no order, at most three orders, and no link that is none', () => {
    expect(answerOrders([], ask(['1042']))).toBeUndefined();
    expect(
      answerOrders(
        [1, 2, 3, 4].map((each) => order(`${each}`)),
        ask(),
      )?.match(/Order/g),
    ).toHaveLength(3);
    expect(answerOrders([order('1', { trackingUrl: 'javascript:alert(1)' })], ask())).toBe('Order 1: on its way');
  });

  it('is a passage for a model, which says too that there is none', () => {
    expect(ordersPassage([link]).text).toBe(
      'Order 1042: on its way. Status: shipped. Placed on 2026-11-20. Total: $25.00. Tracking number: RR1. Follow it here: https://track.example.com/1',
    );
    expect(ordersPassage([]).text).toMatch(/no order/);
  });
});
