import fc from 'fast-check';

/** How long each property is tried. CI tries for a minute; longer runs are by hand: `FUZZ_SECONDS=3600 npm run test:fuzz`. */
const SECONDS = Number(process.env.FUZZ_SECONDS || 2);
/** The same inputs in the same order, so that a machine never fails for an input that another would not have met. */
const SEED = Number(process.env.FUZZ_SEED || 20_261_129);

/** A test that tries inputs until the time is over. What fails is made small and printed with its seed; it then becomes a case of a spec. */
export function fuzz<T>(name: string, inputs: fc.Arbitrary<T>, holds: (input: T) => void | Promise<void>): void {
  it(
    name,
    async () => {
      let tried = 0;
      const property = fc.asyncProperty(inputs, async (input) => {
        tried++;
        await holds(input);
      });
      await fc.assert(property, {
        seed: SEED,
        numRuns: Number.MAX_SAFE_INTEGER,
        interruptAfterTimeLimit: SECONDS * 1_000,
        markInterruptAsFailure: false,
      });
      expect(tried).toBeGreaterThan(10);
    },
    // Making a failing input small takes its time.
    SECONDS * 1_000 + 60_000,
  );
}

/** Texts that break things: controls, halves of surrogates, bidirectional marks, SQL, very long ones. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc
    .array(
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      { maxLength: 60 },
    )
    .map((units) => units.join('')),
  fc.constantFrom(
    '\0',
    "' or 1=1 --",
    '%',
    '_',
    '\\',
    '*',
    '&|!()',
    ':*',
    "'':* & !''",
    '<->',
    '\u202e',
    '\ufeff',
    'İ',
    'ß',
    'a\u0300'.repeat(400),
    '9'.repeat(400),
  ),
);

/** JSON of any shape, with keys that mean something to JavaScript. */
export const hostileJson: fc.Arbitrary<unknown> = fc
  .jsonValue({ maxDepth: 6, stringUnit: 'binary' })
  .chain((value) => fc.constantFrom<unknown>(value, { __proto__: value }, { constructor: value }, [value], { length: value }));

/** Whether Postgres would keep every text and key in it. */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, held]) => isStorable(key) && isStorable(held));
}

type Edit = { kind: 'flip' | 'drop' | 'repeat' | 'insert' | 'swap'; at: number; length: number; byte: number };
const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('flip', 'drop', 'repeat', 'insert', 'swap'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 400 })),
  byte: fc.oneof(fc.constantFrom(...Buffer.from('"{}[],:\\0\0\xff\xc3<>&;|*#`\n')), fc.integer({ min: 0, max: 255 })),
});

/** Good samples, damaged. */
export const damaged = (samples: readonly Buffer[]): fc.Arbitrary<Buffer> =>
  fc
    .tuple(fc.constantFrom(...samples), fc.array(edit, { minLength: 1, maxLength: 12 }))
    .map(([sample, edits]) => edits.reduce(applied, sample));

function applied(bytes: Buffer, { kind, at, length, byte }: Edit): Buffer {
  const from = Math.floor(at * bytes.length);
  const [before, part, after] = [bytes.subarray(0, from), bytes.subarray(from, from + length), bytes.subarray(from + length)];
  switch (kind) {
    case 'flip':
      return Buffer.concat([before, part.map((one) => one ^ byte), after]);
    case 'drop':
      return Buffer.concat([before, after]);
    case 'repeat':
      return Buffer.concat([before, part, part, part, after]);
    case 'insert':
      return Buffer.concat([before, Buffer.alloc(length, byte), part, after]);
    case 'swap':
      return Buffer.concat([after, part, before]);
  }
}
