import { Problem } from '../api/problem';

export interface Tokens {
  accessToken: string;
  refreshToken: string;
  /** Seconds. */
  expiresIn: number;
}
/** Why somebody who was signed in is not any more. */
export type EndReason = 'signed-out' | 'expired' | 'password-changed' | 'other-account';
export type SessionState = { status: 'starting' | 'signed-in' } | { status: 'signed-out'; reason?: EndReason };

type Storage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What a browser has for all tabs of one origin. */
export interface Tabs {
  storage: Storage;
  /** Runs one such work at a time, whichever tab asks. Where a browser has no locks, the work just runs. */
  oneAtATime<T>(work: () => Promise<T>): Promise<T>;
  /** Calls back when another tab may have changed the storage. */
  onChange(listener: () => void): void;
}

/** A sign-in: an id for the tabs to know it by, and its newest refresh token. */
interface Stored {
  id: string;
  refreshToken: string;
}

const KEY = 'chasqui.session';
/** An access token this close to its end could end on the way. */
const MARGIN_MS = 20_000;

/**
 * Who is signed in, in this browser: every tab has the same sign-in. The access token lives in the memory of its tab alone; the refresh
 * token, in the storage that tabs share, outlives a reload. A refresh token works once, so there is one refresh at a time, and each takes
 * the newest token. Where two tabs use the same one all the same, the server gives both the same answer for a moment.
 */
export class Session {
  #state: SessionState = { status: 'starting' };
  #access: { token: string; until: number } | undefined;
  /** The sign-in that this tab shows. */
  #id: string | undefined;
  #running: Promise<string | undefined> | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly tabs: Tabs,
    /** @throws {Problem} 401 where the token does not hold any more */
    private readonly exchange: (refreshToken: string) => Promise<Tokens>,
    private readonly now: () => number = Date.now,
  ) {
    tabs.onChange(() => this.#follow());
  }

  get state(): SessionState {
    return this.#state;
  }

  get refreshToken(): string | null {
    return this.#stored?.refreshToken ?? null;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes up the sign-in that a reload left, or that another tab has. @throws what `exchange` throws, but for a refusal */
  async resume(): Promise<void> {
    if (this.#state.status !== 'starting') return;
    if (!this.#stored) return this.#become({ status: 'signed-out' });
    await this.refresh();
  }

  /** Begins a new sign-in, in every tab. */
  begin(tokens: Tokens): void {
    this.#take(newId(), tokens);
  }

  /** Ends the sign-in, in every tab. */
  end(reason: EndReason): void {
    this.tabs.storage.removeItem(KEY);
    this.#leave(reason);
  }

  /** A token that holds; undefined when nobody is signed in. */
  async token(): Promise<string | undefined> {
    this.#follow();
    if (this.#access && this.#access.until - MARGIN_MS > this.now()) return this.#access.token;
    return this.#stored ? this.refresh() : undefined;
  }

  /** After a 401 on `refused`: a token that was renewed meanwhile, or a new one. */
  async renew(refused: string): Promise<string | undefined> {
    if (this.#access && this.#access.token !== refused) return this.#access.token;
    return this.#stored ? this.refresh() : undefined;
  }

  /** Whoever asks while a refresh runs gets its outcome. */
  refresh(): Promise<string | undefined> {
    this.#running ??= this.tabs.oneAtATime(() => this.#refresh()).finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #refresh(): Promise<string | undefined> {
    const used = this.#stored;
    if (!used) {
      // Signed out in another tab while this one waited.
      if (this.#state.status !== 'signed-out') this.#leave('signed-out');
      return undefined;
    }
    try {
      const tokens = await this.exchange(used.refreshToken);
      const now = this.#stored;
      // Signed out, or in as somebody else, while the answer was on its way.
      if (now?.id !== used.id) return this.#access?.token;
      // Without locks another tab may be further; its token is the one to keep.
      this.#take(used.id, now.refreshToken === used.refreshToken ? tokens : { ...tokens, refreshToken: now.refreshToken });
      return tokens.accessToken;
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401) throw error;
      const now = this.#stored;
      if (now?.id === used.id && now.refreshToken !== used.refreshToken) return this.#refresh();
      if (now?.id === used.id) this.end('expired');
      return undefined;
    }
  }

  /** Signed out, or in as somebody else, in another tab: so is this one. */
  #follow(): void {
    if (this.#state.status === 'starting') return;
    const stored = this.#stored;
    if (stored?.id === this.#id) return;
    if (this.#state.status === 'signed-in') this.#leave(stored ? 'other-account' : 'signed-out');
    // What nobody can be asked about now is found out at the next request or reload.
    if (stored) this.refresh().catch(() => undefined);
  }

  #take(id: string, tokens: Tokens): void {
    const stored: Stored = { id, refreshToken: tokens.refreshToken };
    this.tabs.storage.setItem(KEY, JSON.stringify(stored));
    this.#id = id;
    this.#access = { token: tokens.accessToken, until: this.now() + tokens.expiresIn * 1_000 };
    this.#become({ status: 'signed-in' });
  }

  #leave(reason: EndReason): void {
    this.#id = undefined;
    this.#access = undefined;
    this.#become({ status: 'signed-out', reason });
  }

  get #stored(): Stored | undefined {
    try {
      const stored = JSON.parse(this.tabs.storage.getItem(KEY) ?? 'null') as Partial<Stored> | null;
      return typeof stored?.id === 'string' && typeof stored.refreshToken === 'string' ? (stored as Stored) : undefined;
    } catch {
      return undefined;
    }
  }

  #become(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

const newId = (): string => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The tabs of this browser, by `localStorage` and Web Locks, which browsers have only where the page is secure (https or this machine). */
export const browserTabs = (): Tabs => ({
  storage: localStorage,
  oneAtATime: (work) => (navigator.locks ? navigator.locks.request(KEY, work) : work()),
  onChange: (listener) => addEventListener('storage', ({ key }) => (key === KEY || key === null) && listener()),
});
