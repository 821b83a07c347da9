import { useEffect, type ElementType, type ReactNode } from 'react';

let locks = 0;

/** Stands in for the package of this name, under Radix: keeps the page behind a dialog still, by an attribute instead of a style element. */
export function RemoveScroll({ as: Element = 'div', children }: { as?: ElementType; children: ReactNode }) {
  useEffect(() => {
    locks += 1;
    document.documentElement.dataset.scroll = 'locked';
    return () => {
      locks -= 1;
      if (locks === 0) delete document.documentElement.dataset.scroll;
    };
  }, []);
  return <Element>{children}</Element>;
}
