import { InHand } from './in-hand.js';

describe('what is in hand', () => {
  it('is so many requests at most', () => {
    const inHand = new InHand(2, 1_000);
    const first = inHand.take(1);
    expect(first).toBeDefined();
    expect(inHand.take(1)).toBeDefined();
    expect(inHand.take(1)).toBeUndefined();
    first!();
    expect(inHand.take(1)).toBeDefined();
  });

  it('is so many bytes at most', () => {
    const inHand = new InHand(10, 100);
    const first = inHand.take(60);
    expect(inHand.take(41)).toBeUndefined();
    expect(inHand.take(40)).toBeDefined();
    first!();
    expect(inHand.take(60)).toBeDefined();
  });

  it('is given back once', () => {
    const inHand = new InHand(2, 100);
    const first = inHand.take(50)!;
    expect(inHand.take(50)).toBeDefined();
    first();
    first();
    expect(inHand.take(100)).toBeUndefined();
    expect(inHand.take(50)).toBeDefined();
  });
});
