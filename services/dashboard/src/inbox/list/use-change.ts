import { useSearchParams } from 'react-router';

export type Names = 'tab' | 'state' | 'outlet' | 'team' | 'person' | 'label' | 'priority' | 'unread' | 'q' | 'sort';

/** Changes the filter in the address; an empty value takes it out. */
export function useChange(): (values: Partial<Record<Names, string>>) => void {
  const [, setParameters] = useSearchParams();
  return (values) =>
    setParameters(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(values)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true },
    );
}
