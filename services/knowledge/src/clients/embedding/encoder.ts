/** Makes vectors of texts, so that texts of like meaning have vectors of like direction. */
export interface Encoder {
  /** Names what makes the vectors: those of different models cannot be compared. */
  readonly model: string;
  /** Languages that it knows, as ISO 639-1; undefined: any. */
  readonly languages: readonly string[] | undefined;
  /** How many texts it takes at once. */
  readonly most: number;
  /**
   * @param texts none empty
   * @returns a vector of length 1 for each, and the tokens that they are paid by (0 where nothing is paid)
   * @throws {EncoderUnavailable} when there is no answer, or none that can be used
   */
  encode(texts: readonly string[], abort: AbortSignal): Promise<{ vectors: Float32Array[]; tokens: number }>;
  close(): Promise<void>;
}

export class EncoderUnavailable extends Error {}

/** Whether an encoder knows the language of a base. @param language a BCP 47 tag */
export const knows = ({ languages }: Pick<Encoder, 'languages'>, language: string): boolean =>
  languages === undefined || languages.includes(language.split('-')[0]!.toLowerCase());
