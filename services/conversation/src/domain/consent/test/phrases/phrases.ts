/** What people write in one language, one phrase a line. */
export interface Phrases {
  stop: string;
  /** Hold the words of an opt-out and are none. */
  lookAlike: string;
  start: string;
  unclear: string;
}
