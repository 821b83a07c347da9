import { Injectable } from '@nestjs/common';
import type { Media } from '../../domain/graph/media.js';

const KEPT_BYTES = 512 * 1024 * 1024;

/** Uploaded files, in memory. The oldest are dropped beyond 512 MiB in total. */
@Injectable()
export class MediaStore {
  private readonly media = new Map<string, Media>();
  private bytes = 0;
  private nextId = Date.now() * 1000;

  add(media: Omit<Media, 'id'>): Media {
    const stored = { ...media, id: String(this.nextId++) };
    this.media.set(stored.id, stored);
    this.bytes += stored.bytes.length;
    for (const [id] of this.media) {
      if (this.bytes <= KEPT_BYTES || id === stored.id) break;
      this.remove(id);
    }
    return stored;
  }

  /** Undefined when it is unknown, was dropped, or expired before `now` (epoch milliseconds). */
  find(id: string, now: number): Media | undefined {
    const media = this.media.get(id);
    return media && media.expiresAt > now ? media : undefined;
  }

  remove(id: string): boolean {
    this.bytes -= this.media.get(id)?.bytes.length ?? 0;
    return this.media.delete(id);
  }

  reset(): void {
    this.media.clear();
    this.bytes = 0;
  }
}
