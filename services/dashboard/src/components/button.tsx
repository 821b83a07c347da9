import { LoaderCircle } from 'lucide-react';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';

const VARIANTS = {
  primary: 'bg-brand text-on-brand hover:bg-brand-hover',
  secondary: 'border border-control bg-surface text-ink hover:bg-raised',
  ghost: 'text-ink hover:bg-raised',
  danger: 'bg-bad-fill text-white hover:brightness-90',
  quiet: 'text-bad hover:bg-bad-soft',
} as const;

interface Look {
  variant?: keyof typeof VARIANTS;
  size?: 'normal' | 'small' | 'icon';
}
const SIZES = { normal: 'h-10 px-4', small: 'h-9 px-3 text-sm', icon: 'size-10 shrink-0' };

type Props = ComponentProps<'button'> & Look & { busy?: boolean; asChild?: boolean };

/** `busy` refuses a second press, keeps the focus and tells so. `asChild` gives the look to a link. */
export function Button({
  variant = 'primary',
  size = 'normal',
  busy = false,
  asChild = false,
  className,
  children,
  onClick,
  ...rest
}: Props) {
  const look = cn(
    'inline-flex items-center justify-center gap-2 rounded-lg font-medium whitespace-nowrap transition-colors disabled:opacity-60 [&_svg]:size-4.5 [&_svg]:shrink-0',
    VARIANTS[variant],
    SIZES[size],
    className,
  );
  if (asChild) return <Slot.Root className={look}>{children}</Slot.Root>;
  return (
    <button
      type="button"
      className={look}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {busy && <LoaderCircle className="animate-spin" aria-hidden />}
      {children}
    </button>
  );
}
