import type { FastifyRequest } from 'fastify';
import { clientAddress } from '../domain/api/client-address.js';

/** The path of a request as received, without its query. */
export const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0]!;

/** @param hops number of our own proxies in front of the gateway */
export const addressOf = (request: FastifyRequest, hops: number): string =>
  clientAddress(request.socket.remoteAddress ?? '', request.headers['x-forwarded-for'], hops);
