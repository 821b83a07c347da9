import type { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { TenantDatabase } from '#database';
import { ObjectStore } from '#object-store';
import { CONFIG, Problem } from '#service-kit';
import type { Config } from '../../config.js';
import { readRange, servingHeaders } from '../../domain/media/media.js';
import { readLink } from '../../domain/media/media-link.js';
import { MediaRepository } from '../../persistence/media/media.repository.js';

export interface MediaAnswer {
  status: 200 | 206 | 304 | 416;
  headers: Record<string, string>;
  body?: Readable;
}

/** Serves a file to anybody who has a link to it. */
@Injectable()
export class OpenMediaHandler {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: TenantDatabase,
    private readonly media: MediaRepository,
    private readonly store: ObjectStore,
  ) {}

  /** @throws {Problem} link_not_valid, not_found */
  async execute(token: string, asked: { range?: string; ifNoneMatch?: string; ifRange?: string }): Promise<MediaAnswer> {
    const link = readLink(token, new Date(), this.config.MEDIA_LINK_SECRET);
    if (!link)
      throw new Problem(403, 'link_not_valid', 'The link is invalid or has expired. Create a new one with POST /api/v1/media/{id}/link.');
    const { tenantId, mediaId: id } = link;
    const media = await this.database.forTenant(tenantId, (tx) => this.media.find(tx, id));
    if (media?.status !== 'stored' || media.size === null) throw Problem.notFound('file');
    const headers = servingHeaders(media);
    if (asked.ifNoneMatch !== undefined && asked.ifNoneMatch === headers.etag) return { status: 304, headers };
    const isSame = asked.ifRange === undefined || asked.ifRange === headers.etag;
    const range = isSame ? readRange(asked.range, media.size) : 'whole';
    if (range === 'unsatisfiable') return { status: 416, headers: { 'content-range': `bytes */${media.size}` } };
    const object = await this.store.get({ tenantId, id }, range === 'whole' ? undefined : range);
    if (!object) throw Problem.notFound('file');
    const { body } = object;
    if (range === 'whole') return { status: 200, headers: { ...headers, 'content-length': String(media.size) }, body };
    return {
      status: 206,
      headers: {
        ...headers,
        'content-range': `bytes ${range.start}-${range.end}/${media.size}`,
        'content-length': String(range.end - range.start + 1),
      },
      body,
    };
  }
}
