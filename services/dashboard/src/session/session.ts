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

const KEY = 'chasqui.refresh-token';
/** An access token this close to its end could end on the way. */
const MARGIN_MS = 20_000;

/**
 * Who is signed in, in this tab. The access token lives in memory alone; the refresh token outlives a reload. A refresh token works
 * once, and one that comes twice ends the whole sign-in, so there is never more than one refresh at a time.
 */
export class Session {
  #state: SessionState = { status: 'starting' };
  #access: { token: string; until: number } | undefined;
  #running: Promise<string | undefined> | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly storage: Storage,
    /** @throws {Problem} 401 where the token does not hold any more */
    private readonly exchange: (refreshToken: string) => Promise<Tokens>,
    private readonly now: () => number = Date.now,
  ) {}

  get state(): SessionState {
    return this.#state;
  }

  get refreshToken(): string | null {
    return this.storage.getItem(KEY);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Takes up the sign-in that a reload left. @throws what `exchange` throws, but for a refusal */
  async resume(): Promise<void> {
    if (this.#state.status !== 'starting') return;
    if (!this.refreshToken) return this.#become({ status: 'signed-out' });
    await this.refresh();
  }

  begin(tokens: Tokens): void {
    this.storage.setItem(KEY, tokens.refreshToken);
    this.#access = { token: tokens.accessToken, until: this.now() + tokens.expiresIn * 1_000 };
    this.#become({ status: 'signed-in' });
  }

  end(reason: EndReason): void {
    this.storage.removeItem(KEY);
    this.#access = undefined;
    this.#become({ status: 'signed-out', reason });
  }

  /** A token that holds; undefined when nobody is signed in. */
  async token(): Promise<string | undefined> {
    if (this.#access && this.#access.until - MARGIN_MS > this.now()) return this.#access.token;
    return this.refreshToken ? this.refresh() : undefined;
  }

  /** After a 401 on `refused`: a token that was renewed meanwhile, or a new one. */
  async renew(refused: string): Promise<string | undefined> {
    if (this.#access && this.#access.token !== refused) return this.#access.token;
    return this.refreshToken ? this.refresh() : undefined;
  }

  /** Whoever asks while a refresh runs gets its outcome. */
  refresh(): Promise<string | undefined> {
    this.#running ??= this.#refresh().finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #refresh(): Promise<string | undefined> {
    const used = this.refreshToken;
    if (!used) return undefined;
    try {
      const tokens = await this.exchange(used);
      // Signed out, or in as somebody else, while the answer was on its way.
      if (this.refreshToken !== used) return this.#access?.token;
      this.begin(tokens);
      return tokens.accessToken;
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401) throw error;
      if (this.refreshToken === used) this.end('expired');
      return undefined;
    }
  }

  #become(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}
