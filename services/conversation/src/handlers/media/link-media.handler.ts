import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, Problem } from '#service-kit';
import type { Config } from '../../config.js';
import { LINK_LIFE_MS, signLink } from '../../domain/media/media-link.js';
import { GetMediaHandler } from './get-media.handler.js';

@Injectable()
export class LinkMediaHandler {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly getMedia: GetMediaHandler,
  ) {}

  /** An address at the gateway from which a browser reads the file, for five minutes. @throws {Problem} not_found, media_not_stored */
  async execute(tenantId: string, id: string): Promise<{ url: string; expiresAt: string }> {
    const media = await this.getMedia.execute(tenantId, id);
    if (media.status !== 'stored') {
      throw new Problem(409, 'media_not_stored', `The file is ${media.status}; only stored files can be shown.`);
    }
    const expiresAt = new Date(Date.now() + LINK_LIFE_MS);
    return {
      url: `/media/${signLink({ tenantId, mediaId: id }, expiresAt, this.config.MEDIA_LINK_SECRET)}`,
      expiresAt: expiresAt.toISOString(),
    };
  }
}
