import { isPhrase } from './phrases.js';
import { plain } from './words.js';

/** `2`, `2.`, `the second`, `la segunda`: as {@link plain} writes it. */
const NUMBERS: readonly RegExp[] = [
  /^(?:number |option |numero |opcion |opcao |nummer |option )?(?:1|one|first|the first( one)?|uno|una|la primera|el primero|o primeiro|a primeira|le premier|la premiere|das erste|die erste|il primo|la prima)$/,
  /^(?:number |option |numero |opcion |opcao |nummer |option )?(?:2|two|second|the second( one)?|dos|la segunda|el segundo|o segundo|a segunda|le deuxieme|la deuxieme|das zweite|die zweite|il secondo|la seconda)$/,
  /^(?:number |option |numero |opcion |opcao |nummer |option )?(?:3|three|third|the third( one)?|tres|la tercera|el tercero|o terceiro|a terceira|le troisieme|la troisieme|das dritte|die dritte|il terzo|la terza)$/,
];

/**
 * The subject that the customer chose by its number, after our side asked which one is meant.
 *
 * @param before what our side said last
 */
export function chosenSubject(lines: readonly string[], before: string | undefined): string | undefined {
  const [asked, ...subjects] = before?.split('\n') ?? [];
  if (asked === undefined || lines.length !== 1 || !isPhrase(asked, 'which')) return undefined;
  const index = NUMBERS.findIndex((number) => number.test(plain(lines[0]!)));
  return index < 0 ? undefined : subjects[index]?.replace(/^\d\. /, '');
}
