import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { request, type Agent } from 'undici';
import { guardedAgent, NOT_PUBLIC_CODE, readTarget } from '#egress';
import { CONFIG } from '#service-kit';
import type { Config } from '../../config.js';
import { WebProblem } from '../../domain/documents/web-source.js';
import { NAME, RobotsCache } from './robots.js';

const MAX_REDIRECTS = 5;
/** RFC 9309, section 2.5: at least 500 KB of robots.txt are read. */
/** A page is held whole. */
const MAX_PAGE_BYTES = 20 * 1024 * 1024;
const MAX_ROBOTS_BYTES = 512 * 1024;

export interface Fetched {
  /** After redirects. */
  url: string;
  contentType: string;
  bytes: Uint8Array;
  etag: string | null;
  lastModified: string | null;
}
interface Known {
  etag: string | null;
  lastModified: string | null;
}
type Answer = Awaited<ReturnType<typeof request>>;

/** Pages of the web that a company names: by the guard of `libs/egress`, as far as robots.txt allows. */
@Injectable()
export class WebClient implements BeforeApplicationShutdown {
  readonly #agent: Agent;
  readonly #allowPrivate: boolean;
  readonly #timeoutMs: number;
  readonly #robots = new RobotsCache();

  constructor(@Inject(CONFIG) config: Config) {
    this.#allowPrivate = config.WEB_ALLOW_PRIVATE === '1';
    this.#timeoutMs = config.WEB_TIMEOUT_MS;
    this.#agent = guardedAgent({ allowPrivate: this.#allowPrivate, connectTimeoutMs: config.WEB_TIMEOUT_MS });
  }

  /** An address as it will be called. @throws {WebProblem} web_address_refused */
  read(address: string): URL {
    // Pages are often given without a scheme, and many sites still have an address of plain HTTP that leads to the other.
    const whole = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
    const target = readTarget(this.#allowPrivate ? whole : whole.replace(/^http:/i, 'https:'), { allowPrivate: this.#allowPrivate });
    if ('url' in target) return target.url;
    throw new WebProblem(
      'web_address_refused',
      'The address cannot be read from. Give a public one that begins with https://, without a user name or password.',
    );
  }

  /**
   * Fetches a page, following redirects, each of which is checked as the first address is.
   *
   * @param known what the last answer said of itself
   * @param deadline ends it before the time for one page is over
   * @returns undefined when it has not changed since
   * @throws {WebProblem}
   */
  fetch(address: string, known?: undefined, deadline?: AbortSignal): Promise<Fetched>;
  fetch(address: string, known: Known | undefined, deadline?: AbortSignal): Promise<Fetched | undefined>;
  async fetch(address: string, known?: Known, deadline?: AbortSignal): Promise<Fetched | undefined> {
    let url = this.read(address);
    const own = AbortSignal.timeout(this.#timeoutMs);
    const signal = deadline ? AbortSignal.any([own, deadline]) : own;
    for (let redirects = 0; ; redirects++) {
      if (!(await this.#isAllowed(url, signal))) {
        throw new WebProblem(
          'web_robots_refused',
          `${url.host} asks programs not to read ${url.pathname} (robots.txt). Ask its owner, or upload the page.`,
        );
      }
      const answer = await this.#get(url, signal, known);
      const location = answer.headers.location;
      if (answer.statusCode >= 300 && answer.statusCode < 400 && answer.statusCode !== 304 && typeof location === 'string') {
        await drop(answer);
        if (redirects === MAX_REDIRECTS || !URL.canParse(location, url.href))
          throw new WebProblem('web_refused', `${url.href} leads on more than ${MAX_REDIRECTS} times. Give the address where it ends.`);
        url = this.read(new URL(location, url).href);
        continue;
      }
      return this.#take(url, answer, signal, known);
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#agent.destroy();
  }

  async #take(url: URL, answer: Answer, signal: AbortSignal, known: Known | undefined): Promise<Fetched | undefined> {
    const { statusCode, headers } = answer;
    if (statusCode !== 200) {
      await drop(answer);
      if (statusCode === 304) {
        if (known?.etag || known?.lastModified) return undefined;
        // It may only be said to somebody who asked for changes (RFC 9110, section 15.4.5), but some say it to all.
        throw new WebProblem('web_refused', `${url.href} answers with 304 (not modified), though it was asked for the whole page.`);
      }
      if (statusCode === 404 || statusCode === 410) throw new WebProblem('web_gone', `${url.href} is not there (${statusCode}).`);
      throw new WebProblem('web_refused', `${url.href} answers with ${statusCode}.`, statusCode === 429 || statusCode >= 500);
    }
    const bytes = await bodyOf(answer, MAX_PAGE_BYTES, url, signal);
    const header = (name: string): string | null => (typeof headers[name] === 'string' ? headers[name].slice(0, 500) : null);
    return { url: url.href, contentType: header('content-type') ?? '', bytes, etag: header('etag'), lastModified: header('last-modified') };
  }

  /** RFC 9309: what cannot be found allows all, what cannot be reached allows nothing for now. */
  async #isAllowed(url: URL, signal: AbortSignal): Promise<boolean> {
    const robots = this.#robots.get(url.origin) ?? this.#robots.set(url.origin, await this.#robotsOf(url, signal));
    return robots.isAllowed(url.href, NAME) ?? true;
  }

  async #robotsOf(origin: URL, signal: AbortSignal): Promise<string> {
    let url = new URL('/robots.txt', origin);
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const answer = await this.#get(url, signal);
      const { statusCode, headers } = answer;
      if (statusCode === 200) return Buffer.from(await bodyOf(answer, MAX_ROBOTS_BYTES, url, signal, true)).toString('utf8');
      await drop(answer);
      if (statusCode === 429 || statusCode >= 500) throw new WebProblem('web_unreachable', `${url.href} answers with ${statusCode}.`, true);
      if (statusCode < 300 || statusCode >= 400 || typeof headers.location !== 'string' || !URL.canParse(headers.location, url.href))
        return '';
      url = this.read(new URL(headers.location, url).href);
    }
    return '';
  }

  async #get(url: URL, signal: AbortSignal, known?: Known): Promise<Answer> {
    try {
      return await request(url, {
        dispatcher: this.#agent,
        signal,
        headers: {
          'user-agent': `${NAME}/1.0 (reads pages that their companies name)`,
          accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5',
          'accept-encoding': 'identity',
          ...(known?.etag ? { 'if-none-match': known.etag } : {}),
          ...(known?.lastModified ? { 'if-modified-since': known.lastModified } : {}),
        },
      });
    } catch (error) {
      throw problemOf(error, url);
    }
  }
}

async function drop({ body }: Answer): Promise<void> {
  // Connections are cheap here: the rest of an answer may be without end.
  body.on('error', () => undefined);
  body.destroy();
}

/** @param cuts takes the beginning of what is longer */
async function bodyOf({ body }: Answer, most: number, url: URL, signal: AbortSignal, cuts = false): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      signal.throwIfAborted();
      length += chunk.length;
      chunks.push(chunk);
      if (length <= most) continue;
      if (cuts) break;
      throw new WebProblem('web_too_large', `${url.href} has more than ${most} bytes (20 MB).`);
    }
  } catch (error) {
    throw error instanceof WebProblem ? error : problemOf(error, url);
  }
  return Buffer.concat(chunks).subarray(0, most);
}

function problemOf(error: unknown, url: URL): WebProblem {
  const { code, name, cause } = error as { code?: string; name?: string; cause?: { code?: string } };
  const said = code ?? cause?.code ?? name ?? '';
  if (said === NOT_PUBLIC_CODE)
    return new WebProblem('web_address_refused', `${url.host} is inside a private network. Only public pages are read.`);
  const why = /timeout|abort/i.test(`${said} ${name}`) ? 'does not answer in time' : `cannot be reached (${said || 'connection'})`;
  return new WebProblem('web_unreachable', `${url.host} ${why}.`, true);
}
