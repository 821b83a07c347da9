import type { QuestionSets } from './question-set.js';

/** What a shop says about each of its goods, and what customers ask about it: the one in other words than the other. */
const FACTS: readonly {
  says: (thing: string, figure: number) => string;
  asks: (thing: string) => string;
  figure: (seed: number) => number;
}[] = [
  {
    says: (thing, figure) => `The ${thing} costs ${figure} euros with tax.`,
    asks: (thing) => `How much does the ${thing} cost?`,
    figure: (seed) => 20 + seed * 3,
  },
  {
    says: (thing, figure) => `Delivery of the ${thing} takes ${figure} days, because it comes by carrier.`,
    asks: (thing) => `how many days until the ${thing} is delivered`,
    figure: (seed) => 2 + (seed % 9),
  },
  {
    says: (thing, figure) => `A warranty of ${figure} months covers the ${thing} against faults of the material.`,
    asks: (thing) => `Hi, what warranty does the ${thing} have?`,
    figure: (seed) => 12 + (seed % 5) * 6,
  },
  {
    says: (thing, figure) => `You can return the ${thing} within ${figure} days if it was not used.`,
    asks: (thing) => `can I return a ${thing} that I did not use`,
    figure: (seed) => 10 + (seed % 4) * 5,
  },
];
const MATERIALS = ['oak', 'steel', 'linen', 'marble', 'bamboo', 'copper', 'walnut', 'velvet', 'ceramic', 'leather'];
const GOODS = ['lamp', 'chair', 'shelf', 'carpet', 'mirror', 'stool', 'curtain', 'vase'];
const OUT_OF_SCOPE = [
  'who won the cup final in 1998',
  'what is the capital of mongolia',
  'how do I unclog a kitchen drain',
  'set an alarm for seven',
  'is the flu contagious',
  'how far is the moon',
  'do you rent bicycles',
  'what does the brass piano cost',
  'how do i compute the median of numbers',
  'who wrote the song of the summer',
];

/** A shop with eighty goods, of each four facts in one document: the same for everybody, and free of other people's texts. */
export function generatedSet(): QuestionSets {
  const things = MATERIALS.flatMap((material) => GOODS.map((goods) => `${material} ${goods}`));
  return {
    sets: [
      {
        name: 'generated shop',
        language: 'en',
        documents: things.map((thing, seed) => ({
          contentType: 'text/plain',
          content: FACTS.map(({ says, figure }) => says(thing, figure(seed))).join(' '),
        })),
        questions: things.flatMap((thing, document) =>
          FACTS.map(({ says, asks, figure }) => ({ text: asks(thing), document, expected: says(thing, figure(document)) })),
        ),
      },
    ],
    outOfScope: OUT_OF_SCOPE,
  };
}
