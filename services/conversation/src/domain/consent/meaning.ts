/** What a word may add to a clause. Each is one bit, so that a clause is the sum of its words. */
export const MEANINGS = [
  /** Promotions, messages, advertising. */
  'topic',
  /** Unsubscribe, opt out: says it all. */
  'out',
  /** Stop, cease: alone, or with what is to stop. */
  'stop',
  /** Cancel, block: of promotions only when they are named; alone it may be an order. */
  'cancel',
  'remove',
  'list',
  /** The customer or their number. */
  'me',
  /** Send, show: a product may be meant as well, unless promotions are named. */
  'act',
  /** Write, contact, bother. */
  'contact',
  'want',
  'receive',
  /** Any more, again, ever. */
  'more',
  /** German "zu schreiben": goes on with what the clause before it has begun. */
  'continued',
  /** Before an order or a wish. */
  'neg',
  /** A negation of statements: "tidak kirim" tells what happens, "jangan kirim" asks for it. */
  'statement',
  /** French "plus": more, or no more. */
  'plus',
  'enough',
  'uninterested',
  /** What people say around a wish: I asked already, too many. */
  'aside',
  'how',
  /** Please, could you: makes a question a wish. */
  'polite',
  'subscribe',
  /** Start, resume: alone, or with promotions. */
  'begin',
  'again',
  'put',
  'subscription',
  /** End, finish: a wish that may as well be about an order. */
  'unclear',
  'and',
  /** Stops when it is the only word. */
  'bare',
  /** What makes a clause something else, however well the rest fits. */
  'never',
] as const;
export type Meaning = (typeof MEANINGS)[number];

/** One bit for each. */
export const BIT = Object.fromEntries(MEANINGS.map((meaning, at) => [meaning, 2 ** at])) as Readonly<Record<Meaning, number>>;

export const EVERY_BIT = 2 ** MEANINGS.length - 1;
