import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';

const ITEM =
  'flex min-h-9 items-center gap-2.5 rounded-md px-2.5 py-1.5 outline-none select-none data-[highlighted]:bg-raised data-[disabled]:opacity-50 [&_svg]:size-4.5 [&_svg]:shrink-0';

interface Props {
  trigger: ReactNode;
  align?: 'start' | 'end';
  children: ReactNode;
}

export function Menu({ trigger, align = 'end', children }: Props) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="card z-50 max-h-[70dvh] max-w-[min(22rem,calc(100vw-1rem))] min-w-52 animate-appear overflow-y-auto p-1.5 shadow-lg"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export function MenuItem({ onSelect, children }: { onSelect: () => void; children: ReactNode }) {
  return (
    <DropdownMenu.Item className={ITEM} onSelect={onSelect}>
      {children}
    </DropdownMenu.Item>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="px-2.5 pt-2 pb-1 text-xs font-medium text-muted">{children}</DropdownMenu.Label>;
}

export const MenuSeparator = () => <DropdownMenu.Separator className="my-1.5 h-px bg-line" />;

interface Choice {
  value: string;
  options: readonly (readonly [value: string, text: ReactNode])[];
  onValue: (value: string) => void;
}

export function MenuChoice({ value, options, onValue }: Choice) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={onValue}>
      {options.map(([option, text]) => (
        <DropdownMenu.RadioItem key={option} value={option} className={ITEM}>
          <span className="min-w-0 grow">{text}</span>
          <DropdownMenu.ItemIndicator>
            <Check aria-hidden />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
