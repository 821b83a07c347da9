/** A piece of a passage that is shown whole or not at all: a sentence, or a list or table with its introduction. */
export interface Unit {
  text: string;
  paragraph: number;
  isBlock: boolean;
}

/** Abbreviations whose full stop does not end a sentence. */
const ABBREVIATION = /(?:^|[\s(])(?:e\.g|i\.e|etc|approx|no|nr|st|mr|mrs|ms|dr|vs|p\.ej|ej|sr|sra|av|z\.B|ca|bzw|usw|tel|max|min)\.$/i;

/** Cuts a passage into sentences, lists and tables. */
export function unitsOf(text: string): Unit[] {
  return text.split('\n\n').flatMap((paragraph, index): Unit[] => {
    if (paragraph.includes('\n')) return [{ text: paragraph, paragraph: index, isBlock: true }];
    const sentences: string[] = [];
    for (const piece of paragraph.split(/(?<=[.!?…]["'”’»)]?)\s+(?=[\p{Lu}\p{Lo}\p{N}"'“‘«¿¡(*_])|(?<=[。！？।])\s*/u)) {
      const before = sentences.at(-1);
      if (before !== undefined && ABBREVIATION.test(before)) sentences[sentences.length - 1] = `${before} ${piece}`;
      else if (piece.trim()) sentences.push(piece.trim());
    }
    return sentences.map((sentence) => ({ text: sentence, paragraph: index, isBlock: false }));
  });
}

/** Whether a sentence says something about the one before it, and is no answer without it. */
export const pointsBack = (sentence: string): boolean =>
  /^(it|they|this|that|these|those|he|she|his|her|its|their|if so|however|otherwise|then|also|but|esto|esta|este|estos|eso|ese|sin embargo|isso|isto|este|cela|ce|cette|dies|diese[rs]?|questo|questa|ciò)\b/i.test(
    sentence,
  );
