const KEY = 'chasqui.hidden-warnings';
/** The newest are kept. */
const MAX_KEPT = 50;

const read = (): string[] => {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
};

/** Whether somebody at this browser does not want to see a warning any more. */
export const hidden = (name: string): boolean => read().includes(name);

/** A browser that keeps nothing shows them again with the next page. */
export function hide(names: readonly string[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify([...new Set([...read(), ...names])].slice(-MAX_KEPT)));
  } catch {
    // Private windows refuse to keep anything.
  }
}
