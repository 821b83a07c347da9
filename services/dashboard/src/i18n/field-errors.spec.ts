import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as validator from 'class-validator';
import { explainField } from './field-errors';
import { fieldErrorsEs as rules, fieldCodesEs as codes } from './field-errors.es';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../..');
/** Every service answers pages, but these: the pages themselves, and the phone. */
const FOLDERS = [
  ...readdirSync(join(ROOT, 'services'))
    .filter((name) => !['dashboard', 'whatsapp-simulator'].includes(name))
    .map((name) => `services/${name}/src`),
  'libs/service-kit/src',
];
const sources = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => ({ file: `${folder}/${file}`, text: readFileSync(join(ROOT, folder, file), 'utf8') })),
);
/** Only programs meet these: what a page sends never has them. */
const OF_PROGRAMS = [
  'mode must be "auto"',
  'must not be set with NODE_ENV=production: unsigned tokens would be taken; unset one of the two',
  'is required with OBJECT_STORE=s3',
  'the body may have at most 7 values',
  'nested deeper than 7 levels',
  'an object may have at most 7 keys',
  '7 has half of a surrogate pair, perhaps of an emoji that was cut; leave it out',
  '7 has a NUL character (U+0000); leave it out',
  'give itemIds, or an outcome',
  'give ids, a consumer or a tenantId',
  'clientAddress must be an address such as 203.0.113.7 or 2001:db8::1',
  'must begin with one of kind start, and have no other such',
];
/** A field or a verb, and a text that stands elsewhere in the sources. */
const JOINED = ['7 7', 'phone 7', 'must be 7'];

/** Here the texts are what functions return. */
const TELLING = [
  'password-policy.ts',
  'domain/names.ts',
  'macros.dto.ts',
  'domain/consent/consent-settings.ts',
  'domain/segments/expression.ts',
];

/** Texts of rules as they stand in the sources; what is filled in is a 7. */
const written = sources
  .filter(
    ({ file, text }) =>
      /class-validator|Problem\.invalid|FieldError|OutboundProblem/.test(text) || TELLING.some((name) => file.endsWith(name)),
  )
  .flatMap(({ file, text }) => {
    const literals = [
      ...text.matchAll(
        /(?<!the )\b(?:message|defaultMessage)(?::| \(\) =>|: \(\) =>|: \(about\) =>)\s*(?:\(about[^?]*\?\s*)?(['"`])((?:(?!\1)[^\\\n]|\\.)+)\1/g,
      ),
      ...text.matchAll(/\b(?:fault|rule|wrong|fail)\((?:[^,'"`]+, |`[^`]+`, )?(['"`])((?:(?!\1)[^\\\n]|\\.)+)\1\)/g),
      ...(TELLING.some((name) => file.endsWith(name))
        ? text.matchAll(/(?:return|\?|(?<!description):) (['"`])([a-z](?:(?!\1)[^\\\n]|\\.)* (?:(?!\1)[^\\\n]|\\.)+)\1/g)
        : []),
    ];
    return literals.map(([, , literal]) => ({ file, message: literal!.replaceAll(/\$\{[^}]*\}/g, '7').replaceAll('\\', '') }));
  });

/** Every rule of class-validator that the services use, broken, so that it says what it says. */
const BROKEN: Record<string, readonly [rule: PropertyDecorator, wrong: unknown][]> = {
  IsString: [[validator.IsString(), 7]],
  MinLength: [[validator.MinLength(3), '']],
  MaxLength: [[validator.MaxLength(3), 'long']],
  Length: [
    [validator.Length(3, 5), ''],
    [validator.Length(3, 5), 'too long'],
  ],
  IsUUID: [[validator.IsUUID(), 'x']],
  IsIn: [[validator.IsIn(['a', 'b']), 'x']],
  Min: [[validator.Min(3), 1]],
  Max: [[validator.Max(3), 7]],
  IsInt: [[validator.IsInt(), 1.5]],
  IsNumber: [[validator.IsNumber(), 'x']],
  IsArray: [[validator.IsArray(), 7]],
  ArrayMaxSize: [[validator.ArrayMaxSize(1), [1, 2]]],
  ArrayMinSize: [[validator.ArrayMinSize(3), [1, 2]]],
  ArrayNotEmpty: [[validator.ArrayNotEmpty(), []]],
  ArrayUnique: [[validator.ArrayUnique(), [1, 1]]],
  IsNotEmpty: [[validator.IsNotEmpty(), '']],
  IsObject: [[validator.IsObject(), 7]],
  IsBoolean: [[validator.IsBoolean(), 7]],
  IsJSON: [[validator.IsJSON(), '{']],
  IsISO8601: [[validator.IsISO8601(), 'x']],
  IsFQDN: [[validator.IsFQDN(), 'x']],
  IsUrl: [[validator.IsUrl(), 'x']],
  IsEmail: [[validator.IsEmail(), 'x']],
  IsLocale: [[validator.IsLocale(), 'x']],
  Equals: [[validator.Equals(true), false]],
  Matches: [[validator.Matches(/^a$/), 'b']],
  ValidateNested: [[validator.ValidateNested(), 7]],
};
/** These say nothing by themselves, or always with a message of ours. */
const SILENT = ['IsOptional', 'IsTimeZone', 'Validate', 'ValidateIf', 'ValidateBy', 'ValidatorConstraint'];

async function saidBy([rule, wrong]: readonly [rule: PropertyDecorator, wrong: unknown]): Promise<string[]> {
  class Probe {
    thing = wrong;
  }
  rule(Probe.prototype, 'thing');
  const errors = await validator.validate(new Probe(), { forbidUnknownValues: false });
  return errors.flatMap(({ constraints }) => Object.values(constraints ?? {}));
}

describe('what is wrong with a field, in Spanish', () => {
  const explain = (field: string, message: string, code?: string): string =>
    explainField({ field, message, ...(code ? { code } : {}) }, { rules, codes });
  /** Its own words were left as they are. */
  const untold = (messages: readonly string[], fieldOf: (message: string) => string): string[] => {
    const isUntold = (message: string): boolean => {
      const field = fieldOf(message);
      return explain(field, message) === explainField({ field, message }, { rules: [], codes: {} });
    };
    return [...new Set(messages.filter(isUntold))];
  };

  it('is told for every rule of our own: add a new one to field-errors.es.ts', () => {
    expect(written.length).toBeGreaterThan(70);
    const messages = written
      .map(({ message }) => message.replace('$property', 'thing').replace(/^a .* or an instant in UTC/, 'must be $&'))
      .filter((message) => !OF_PROGRAMS.includes(message) && !JOINED.includes(message));
    expect(
      untold(messages, (message) =>
        /^(?:each|give|the|there|is|must|a|choose|say|this) /.test(message) ? 'thing' : message.split(' ', 1)[0]!,
      ),
    ).toEqual([]);
  });

  it('is told for every rule of class-validator that a service uses', async () => {
    const used = new Set(
      sources.flatMap(({ text }) =>
        text.includes("from 'class-validator'") ? [...text.matchAll(/@([A-Z]\w+)\(/g)].map(([, name]) => name!) : [],
      ),
    );
    const known = [...used].filter((name) => name in validator);
    expect(known.filter((name) => !(name in BROKEN) && !SILENT.includes(name))).toEqual([]);
    for (const [name, rules] of Object.entries(BROKEN)) {
      for (const rule of rules) {
        const said = await saidBy(rule);
        expect([name, said.length > 0, untold(said, () => 'thing')]).toEqual([name, true, []]);
      }
    }
  });

  it('is told for every code of a message to WhatsApp', () => {
    const source = readFileSync(join(ROOT, 'libs/whatsapp/src/outbound-content.ts'), 'utf8');
    const codes = [.../code: ((?:'\w+'(?: \| )?)+);/.exec(source)![1]!.matchAll(/'(\w+)'/g)].map(([, code]) => code!);
    expect(codes.length).toBeGreaterThan(6);
    for (const code of codes) expect(explain('interactive.body', 'words that nobody knows', code)).not.toContain('words');
  });

  it('fills in numbers, leaves out the name of the field, and says what it does not know as it came', () => {
    expect(explain('name', 'name must be shorter than or equal to 40 characters')).toBe('Debe tener 40 caracteres como máximo');
    expect(explain('tags.3', 'each value in tags must be a string')).toBe('Debe ser un texto');
    expect(explain('actions.0.text', 'text must have 1 to 4096 characters')).toBe('Debe tener entre 1 y 4096 caracteres');
    expect(explain('name', 'name rhymes with nothing')).toBe('Rhymes with nothing');
    expect(explainField({ field: 'name', message: 'name must be a string' }, { rules, codes }, false)).toBe('name: Debe ser un texto');
  });
});
