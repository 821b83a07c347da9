/** @param prefix names the key in lists @param secret 32 random bytes in hex */
export const formatApiKey = (prefix: string, secret: string): string => `ck_live_${prefix}_${secret}`;

/** A key may only give scopes that it has. */
export const mayGrantScopes = (own: readonly string[], granted: readonly string[]): boolean =>
  own.includes('*') || granted.every((scope) => own.includes(scope));
