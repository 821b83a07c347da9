/** An OpenAI-compatible server that answers for one company, with the company's own key. */
export interface ModelServer {
  /** Up to and including `/v1`, without a slash at the end. */
  baseUrl: string;
  /** The last characters of the key. */
  keyHint: string;
  model: string;
  /** Asked where the first does not answer. */
  fallbackModel: string | null;
}

const SHOWN = 4;
/** A shorter key would be given away by its end. */
const FEWEST = 12;

/** The end of a key, by which people know it. */
export const hintOf = (key: string): string => (key.length < FEWEST ? '' : key.slice(-SHOWN));
