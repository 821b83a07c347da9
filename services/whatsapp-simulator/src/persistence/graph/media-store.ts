import { Inject, Injectable } from '@nestjs/common';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONFIG } from '#service-kit';
import type { SimulatorConfig } from '../../config.js';
import type { Media } from '../../domain/graph/media.js';

const KEPT_BYTES = 512 * 1024 * 1024;
/** What stands before the bytes of a file on the disk: what it is, as JSON, filled up with blanks. */
const HEAD_BYTES = 4_096;

type Kept = Omit<Media, 'bytes'> & { size: number; bytes?: Buffer };

/**
 * Files of customers and businesses, 512 MiB in total: beyond that the oldest are dropped. In memory; with SIMULATOR_DATA_DIR on the disk,
 * where a restart finds them again.
 */
@Injectable()
export class MediaStore {
  private readonly directory: string | undefined;
  private readonly media = new Map<string, Kept>();
  private bytes = 0;
  private nextId = Date.now() * 1000;

  constructor(@Inject(CONFIG) config: SimulatorConfig) {
    if (!config.SIMULATOR_DATA_DIR) return;
    this.directory = join(config.SIMULATOR_DATA_DIR, 'media');
    mkdirSync(this.directory, { recursive: true });
    // By their ids, which grow with time: the oldest first.
    for (const name of readdirSync(this.directory).sort()) {
      const kept = readHead(join(this.directory, name));
      // Being written when the process was killed.
      if (kept?.id === name) this.keep(kept);
      else rmSync(join(this.directory, name), { force: true });
    }
    this.makeRoom();
  }

  add(media: Omit<Media, 'id'>): Media {
    const stored = { ...media, id: String(this.nextId++) };
    const { bytes, ...about } = stored;
    const kept = { ...about, size: bytes.length };
    if (this.directory) {
      const path = join(this.directory, stored.id);
      // Whole or not at all.
      writeFileSync(`${path}.part`, Buffer.concat([headOf(kept), bytes]));
      renameSync(`${path}.part`, path);
      this.keep(kept);
    } else this.keep({ ...kept, bytes });
    this.makeRoom(stored.id);
    return stored;
  }

  /** Undefined when it is unknown, was dropped, or expired before `now` (epoch milliseconds). */
  find(id: string, now: number): Media | undefined {
    const media = this.media.get(id);
    if (!media || media.expiresAt <= now) return undefined;
    const { size: _, ...about } = media;
    return { ...about, bytes: media.bytes ?? readFileSync(join(this.directory!, id)).subarray(HEAD_BYTES) };
  }

  remove(id: string): boolean {
    const media = this.media.get(id);
    if (!media) return false;
    this.bytes -= media.size;
    this.media.delete(id);
    if (this.directory) rmSync(join(this.directory, id), { force: true });
    return true;
  }

  reset(): void {
    for (const id of this.media.keys()) this.remove(id);
  }

  private keep(media: Kept): void {
    this.media.set(media.id, media);
    this.bytes += media.size;
  }

  private makeRoom(newest?: string): void {
    for (const id of this.media.keys()) {
      if (this.bytes <= KEPT_BYTES || id === newest) return;
      this.remove(id);
    }
  }
}

function headOf(about: Omit<Kept, 'bytes'>): Buffer {
  const head = Buffer.alloc(HEAD_BYTES, ' ');
  const { filename, ...rest } = about;
  const named = JSON.stringify(about);
  // A name longer than the head is left out: it is what the file is called, and no more.
  head.write(Buffer.byteLength(named) <= HEAD_BYTES || filename === undefined ? named : JSON.stringify(rest));
  return head;
}

function readHead(path: string): Kept | undefined {
  const head = Buffer.alloc(HEAD_BYTES);
  const file = openSync(path, 'r');
  try {
    if (readSync(file, head) < HEAD_BYTES) return undefined;
    const about = JSON.parse(head.toString()) as Kept;
    return statSync(path).size === HEAD_BYTES + about.size ? about : undefined;
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
}
