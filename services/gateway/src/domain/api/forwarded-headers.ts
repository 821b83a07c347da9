export type Headers = Record<string, string | string[] | undefined>;

/** Headers of one connection only. Source: RFC 9110, section 7.6.1. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/**
 * Headers that services do not get: credentials, for which the gateway sends a signed identity; what only the gateway may say about the caller;
 * and those of the body, which has been read.
 */
const NOT_PASSED_ON = [
  'host',
  'content-length',
  'expect',
  'authorization',
  'x-api-key',
  'x-request-id',
  'x-trace-id',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'forwarded',
];

/** Headers of our own, between gateway and services. */
const INTERNAL = 'x-chasqui-';

function without(headers: Headers, names: readonly string[]): Record<string, string | string[]> {
  const dropped = new Set(names);
  // Connection may name further headers of this hop.
  for (const name of String(headers.connection ?? '').split(',')) dropped.add(name.trim().toLowerCase());
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !dropped.has(name) && !name.startsWith(INTERNAL)) kept[name] = value;
  }
  return kept;
}

/** The headers that a service gets with a request, except the caller's identity. */
export function forwardedHeaders(
  incoming: Headers,
  about: { requestId: string; clientAddress: string },
): Record<string, string | string[]> {
  const headers = without(incoming, [...HOP_BY_HOP, ...NOT_PASSED_ON]);
  headers['x-request-id'] = about.requestId;
  // One trace per request: all its effects have this id.
  headers['x-trace-id'] = about.requestId;
  headers['x-forwarded-for'] = about.clientAddress;
  if (typeof incoming.host === 'string') headers['x-forwarded-host'] = incoming.host;
  return headers;
}

/** The headers of a service's answer that its caller gets. */
export const answeredHeaders = (answer: Headers): Record<string, string | string[]> => without(answer, HOP_BY_HOP);
