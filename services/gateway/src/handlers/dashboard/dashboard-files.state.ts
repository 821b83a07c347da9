import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
};

/** The smallest first: it is sent to whoever accepts them alike. Their files end in these. */
const CODINGS = { br: '.br', gzip: '.gz', identity: '' } as const;
export type ContentCoding = keyof typeof CODINGS;

export interface DashboardFile {
  /** As it is, and in the codings that the build made of it (RFC 9110, section 8.4.1). */
  bodies: Partial<Record<ContentCoding, Buffer>> & { identity: Buffer };
  type: string;
  /** The name contains a hash of the content. */
  isImmutable: boolean;
}

/**
 * The built dashboard, read once: every visitor asks for these few hundred kilobytes. Only files in this list are served, so no path can lead
 * out of the folder.
 */
@Injectable()
export class DashboardFiles {
  readonly #files = new Map<string, DashboardFile>();

  constructor() {
    // dist/services/gateway/src/handlers/dashboard -> dist/services/dashboard
    const folder = fileURLToPath(new URL('../../../../dashboard/', import.meta.url));
    // The sources also have a page, but no scripts that a browser can run.
    if (!existsSync(join(folder, 'assets'))) return;
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const type = TYPES[extname(entry.name)];
      if (!entry.isFile() || !type) continue;
      const file = join(entry.parentPath, entry.name);
      const path = `/${file.slice(folder.length)}`;
      const bodies: DashboardFile['bodies'] = { identity: readFileSync(file) };
      for (const coding of ['br', 'gzip'] as const) {
        if (existsSync(file + CODINGS[coding])) bodies[coding] = readFileSync(file + CODINGS[coding]);
      }
      this.#files.set(path, { bodies, type, isImmutable: path.startsWith('/assets/') });
    }
  }

  /** The one page of the dashboard; undefined if the dashboard was not built. */
  get page(): DashboardFile | undefined {
    return this.#files.get('/index.html');
  }

  find(path: string): DashboardFile | undefined {
    return this.#files.get(path);
  }

  /** The codings there are of a file, the smallest first. */
  codingsOf(file: DashboardFile): ContentCoding[] {
    return (Object.keys(CODINGS) as ContentCoding[]).filter((coding) => file.bodies[coding] !== undefined);
  }
}
