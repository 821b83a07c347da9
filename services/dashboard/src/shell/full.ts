/** The handle of a route whose page has the whole room below the header and scrolls inside. */
export const FULL = { isFull: true };
