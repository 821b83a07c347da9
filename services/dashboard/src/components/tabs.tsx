import { NavLink } from 'react-router';
import { cn } from './cn';

interface Props<Part extends string> {
  label: string;
  parts: readonly Part[];
  chosen: Part;
  /** Where a part is. */
  to: (part: Part) => string;
  name: (part: Part) => string;
}

/** The parts of a page, each with an address of its own. */
export function Tabs<Part extends string>({ label, parts, chosen, to, name }: Props<Part>) {
  return (
    <nav aria-label={label} className="mb-5 flex gap-1 overflow-x-auto border-b border-line">
      {parts.map((each) => (
        <NavLink
          key={each}
          to={to(each)}
          aria-current={each === chosen ? 'page' : undefined}
          className={cn(
            '-mb-px flex min-h-10 shrink-0 items-center border-b-2 px-3 font-medium',
            each === chosen ? 'border-brand text-brand-ink' : 'border-transparent text-muted hover:text-ink',
          )}
        >
          {name(each)}
        </NavLink>
      ))}
    </nav>
  );
}
