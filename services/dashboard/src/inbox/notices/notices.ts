import type { Notice } from '../data/inbox-cache';

type Listener = (notice: Notice) => void;
const AGAIN_AFTER_MS = 10_000;
const KEY = 'chasqui.notices';

export interface NoticeSettings {
  desktop: boolean;
  sound: boolean;
}

/** What somebody is told, once: an assignment is heard of in two ways. */
export class Notices {
  readonly #told = new Map<string, number>();
  readonly #listeners = new Set<Listener>();

  constructor(private readonly now: () => number = Date.now) {}

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(notice: Notice): void {
    const key = `${notice.kind} ${notice.conversation.id}`;
    if (notice.kind !== 'message' && this.now() - (this.#told.get(key) ?? Number.NEGATIVE_INFINITY) < AGAIN_AFTER_MS) return;
    this.#told.set(key, this.now());
    for (const listener of this.#listeners) listener(notice);
  }
}

/** What this person wants on this machine. */
export function noticeSettings(): NoticeSettings {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<NoticeSettings>;
    return { desktop: stored.desktop === true, sound: stored.sound === true };
  } catch {
    return { desktop: false, sound: false };
  }
}
export const keepNoticeSettings = (settings: NoticeSettings): void => localStorage.setItem(KEY, JSON.stringify(settings));

let audio: AudioContext | undefined;
/** Two soft notes, made here: a browser plays them only once the person has pressed something. */
export function chime(): void {
  audio ??= new AudioContext();
  const { currentTime: start, destination } = audio;
  for (const [frequency, after] of [
    [660, 0],
    [880, 0.13],
  ] as const) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0.0001, start + after);
    volume.gain.exponentialRampToValueAtTime(0.12, start + after + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + after + 0.35);
    tone.connect(volume).connect(destination);
    tone.start(start + after);
    tone.stop(start + after + 0.4);
  }
}
