import { useEffect, useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react';

/** A button that opens a small panel beside it. Escape, a click elsewhere and a choice close it; focus goes back to the button. */
export function Popover(props: {
  label: string;
  icon: ReactNode;
  className?: string;
  panelClassName?: string;
  children: (close: () => void) => ReactNode;
}): ReactNode {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const id = useId();
  // A panel beside a message may not fit below it, or stick out of the phone: then it goes above, and inwards.
  useLayoutEffect(() => {
    const frame = root.current?.closest('.scroller, .screen')?.getBoundingClientRect();
    if (!open || !panel.current || !frame) return;
    const { left, right, bottom, top, height } = panel.current.getBoundingClientRect();
    if (bottom > frame.bottom && top - height > frame.top) panel.current.classList.add('above');
    const inwards = left < frame.left + 6 ? frame.left + 6 - left : right > frame.right - 14 ? frame.right - 14 - right : 0;
    panel.current.style.translate = `${inwards}px 0`;
  }, [open]);
  useEffect(() => {
    if (!open) return undefined;
    root.current?.querySelector<HTMLElement>('[role=group] button, [role=group] input')?.focus({ preventScroll: true });
    const outside = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);
  const close = () => {
    setOpen(false);
    button.current?.focus({ preventScroll: true });
  };
  return (
    <div
      className={`popover ${props.className ?? ''} ${open ? 'open' : ''}`}
      ref={root}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && open) {
          event.stopPropagation();
          close();
        }
      }}
    >
      <button
        type="button"
        className="icon-button"
        ref={button}
        aria-label={props.label}
        title={props.label}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {props.icon}
      </button>
      {open && (
        <div ref={panel} className={`popover-panel ${props.panelClassName ?? ''}`} id={id} role="group" aria-label={props.label}>
          {props.children(close)}
        </div>
      )}
    </div>
  );
}
