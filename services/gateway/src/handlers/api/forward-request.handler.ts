import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, IDENTITY_HEADER, identityKey, Logger, Problem, signIdentity, type Identity } from '#service-kit';
import { ServiceCallFailed, ServicesClient, type ServiceAnswer } from '../../clients/api/services.client.js';
import type { Config } from '../../config.js';
import { answeredHeaders, forwardedHeaders, type Headers } from '../../domain/api/forwarded-headers.js';
import { ApiCatalog } from './api-catalog.state.js';

export interface ApiRequest {
  id: string;
  method: string;
  path: string;
  /** The path with its query. */
  url: string;
  headers: Headers;
  /** A stream for a form; otherwise the whole body. */
  body: Buffer | Readable | undefined;
  clientAddress: string;
  /** Who calls, if known. */
  identity: Identity | undefined;
  /** Aborted when the caller leaves. */
  signal: AbortSignal;
}

/** Sends a request to the service that owns its route. */
@Injectable()
export class ForwardRequestHandler {
  /** By service. */
  readonly #keys = new Map<string, string>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly catalog: ApiCatalog,
    private readonly services: ServicesClient,
    private readonly logger: Logger,
  ) {}

  /** @returns the service's answer, its body unread @throws {Problem} if no service answers */
  async execute(request: ApiRequest): Promise<ServiceAnswer> {
    return this.to(this.#ownerOf(request), request);
  }

  /** The same for a known service. @param options.isFile whether the answer is a file */
  async to(service: string, request: ApiRequest, options: { isFile?: boolean } = {}): Promise<ServiceAnswer> {
    const headers = forwardedHeaders(request.headers, { requestId: request.id, clientAddress: request.clientAddress });
    // For a stream, the sender's own length counts.
    const length = request.headers['content-length'];
    if (request.body instanceof Readable && typeof length === 'string') headers['content-length'] = length;
    if (request.identity !== undefined) headers[IDENTITY_HEADER] = signIdentity(request.identity, this.#keyOf(service));
    try {
      const { method, url, body, signal } = request;
      const isStream = options.isFile === true || body instanceof Readable;
      const answer = await this.services.request(service, { method, path: url, headers, body, signal, isStream });
      return { ...answer, headers: answeredHeaders(answer.headers) };
    } catch (error) {
      if (!(error instanceof ServiceCallFailed)) throw error;
      this.logger.debug('a request could not be forwarded', error);
      throw problemOf(service, error.reason);
    }
  }

  #keyOf(service: string): string {
    let key = this.#keys.get(service);
    if (key === undefined) this.#keys.set(service, (key = identityKey(this.config.INTERNAL_SECRET, service)));
    return key;
  }

  #ownerOf({ method, path }: ApiRequest): string {
    const match = this.catalog.match(method, path);
    if (match.found === 'route') return match.route.service;
    if (match.found === 'nothing') throw new Problem(404, 'route_not_found', `There is no route ${path}; see /api/docs.`);
    const allow = match.allow.join(', ');
    throw new Problem(405, 'method_not_allowed', `${path} takes ${allow}.`, undefined, { allow });
  }
}

function problemOf(service: string, reason: ServiceCallFailed['reason']): Problem {
  switch (reason) {
    case 'refused':
    case 'unconfigured':
      return new Problem(503, 'service_unavailable', `The ${service} service cannot be reached; try again shortly.`, undefined, {
        'retry-after': '1',
      });
    case 'aborted':
      // Nobody reads it.
      return new Problem(400, 'client_closed', 'The caller left before the answer.');
    case 'timeout':
      return new Problem(504, 'service_timeout', `The ${service} service did not answer in time; it may still do what was asked.`);
    default:
      return new Problem(
        502,
        'service_failed',
        `The ${service} service ended the call without an answer; it may have done what was asked.`,
      );
  }
}
