import type { FastifyRequest } from 'fastify';
import { clientAddress } from '../domain/api/client-address.js';

/** The path of a request, without its query, as it came. */
export const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0]!;

/** @param hops proxies of our own in front of the gateway */
export const addressOf = (request: FastifyRequest, hops: number): string =>
  clientAddress(request.socket.remoteAddress ?? '', request.headers['x-forwarded-for'], hops);
