/** Names of the time zones that the browser knows, with the present one, which another may have spelled otherwise. */
export const zones = (present: string): [value: string, text: string][] =>
  [...new Set([present, ...Intl.supportedValuesOf('timeZone')])].sort().map((zone) => [zone, zone.replaceAll('_', ' ')]);
