import { Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { CONFIG } from '#service-kit';
import { SimulatedClock } from '../../clients/control/simulated-clock.js';
import type { SimulatorConfig } from '../../config.js';
import { MEDIA_URL_MS, type Media } from '../../domain/graph/media.js';
import { MediaStore } from '../../persistence/graph/media-store.js';

/** Finds files and makes the addresses, good for five minutes, from which they are downloaded. */
@Injectable()
export class FindMediaHandler {
  constructor(
    @Inject(CONFIG) private readonly config: SimulatorConfig,
    private readonly clock: SimulatedClock,
    private readonly media: MediaStore,
  ) {}

  execute(id: string): Media | undefined {
    return this.media.find(id, this.clock.now());
  }

  remove(id: string): boolean {
    return this.media.remove(id);
  }

  /** @param base the address of this service for the reader, without a slash at its end */
  downloadUrl(media: Media, base: string): string {
    const ext = String(Math.floor((this.clock.now() + MEDIA_URL_MS) / 1000));
    return `${base}/whatsapp_business/attachments?mid=${media.id}&ext=${ext}&hash=${this.hash(media.id, ext)}`;
  }

  /** Undefined for an address that was never given out or is older than five minutes. */
  byUrl(query: { mid?: string; ext?: string; hash?: string }): Media | undefined {
    const { mid = '', ext = '', hash } = query;
    if (hash !== this.hash(mid, ext) || Number(ext) * 1000 <= this.clock.now()) return undefined;
    return this.execute(mid);
  }

  private hash(id: string, ext: string): string {
    return createHmac('sha256', this.config.WHATSAPP_APP_SECRET).update(`${id}.${ext}`).digest('base64url').slice(0, 24);
  }
}
