import type { ReactNode } from 'react';

function icon(path: ReactNode, viewBox = '0 0 24 24') {
  return ({ className = 'icon' }: { className?: string }) => (
    <svg
      className={className}
      viewBox={viewBox}
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {path}
    </svg>
  );
}

export const BackIcon = icon(<path d="M15 5l-7 7 7 7" />);
export const MoreIcon = icon(
  <>
    <circle cx="12" cy="5" r="1.2" fill="currentColor" />
    <circle cx="12" cy="12" r="1.2" fill="currentColor" />
    <circle cx="12" cy="19" r="1.2" fill="currentColor" />
  </>,
);
export const PlusIcon = icon(<path d="M12 5v14M5 12h14" />);
export const SendIcon = icon(
  <path d="M4.5 12L3.6 4.6a.6.6 0 0 1 .86-.6l16.2 7.5a.55.55 0 0 1 0 1L4.46 20a.6.6 0 0 1-.86-.6L4.5 12zm0 0h8" />,
);
export const CloseIcon = icon(<path d="M6 6l12 12M18 6L6 18" />);
export const ImageIcon = icon(
  <>
    <rect x="3" y="4" width="18" height="16" rx="3" />
    <circle cx="9" cy="10" r="1.7" />
    <path d="M4 18l5.2-4.6 3.3 2.7L16 12l5 5" />
  </>,
);
export const FileIcon = icon(
  <>
    <path d="M13.5 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8.5z" />
    <path d="M13.5 3v5.5H19M9 13h6M9 17h4" />
  </>,
);
export const AudioIcon = icon(
  <>
    <rect x="9" y="3" width="6" height="11" rx="3" />
    <path d="M5 11a7 7 0 0 0 14 0M12 18v3" />
  </>,
);
export const PinIcon = icon(
  <>
    <path d="M12 21s7-6.2 7-11.5A7 7 0 0 0 5 9.5C5 14.8 12 21 12 21z" />
    <circle cx="12" cy="9.5" r="2.5" />
  </>,
);
export const PersonIcon = icon(
  <>
    <circle cx="12" cy="8" r="4" />
    <path d="M4.5 20.5c1-4 4-6 7.5-6s6.5 2 7.5 6" />
  </>,
);
export const ReplyIcon = icon(<path d="M9.5 7L4 12l5.5 5M4.5 12H14c3.5 0 6 2.200 6 6" />);
export const EditIcon = icon(<path d="M4 20l1-4L16 5l3 3L8 19l-4 1zM14 7l3 3" />);
export const DeleteIcon = icon(<path d="M5 7h14M10 4h4M7 7l1 13h8l1-13M10 11v5M14 11v5" />);
export const ChevronIcon = icon(<path d="M6 9l6 6 6-6" />);
export const ListIcon = icon(<path d="M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01" />);
export const LinkIcon = icon(
  <>
    <path d="M14 4h6v6M20 4l-9 9" />
    <path d="M18 14v4a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h4" />
  </>,
);
export const CopyIcon = icon(
  <>
    <rect x="9" y="9" width="11" height="11" rx="2.5" />
    <path d="M5.5 15H5a1.5 1.5 0 0 1-1.5-1.5v-8A1.5 1.5 0 0 1 5 4h8a1.5 1.5 0 0 1 1.5 1.5V6" />
  </>,
);
export const SlidersIcon = icon(
  <>
    <path d="M4 7h9M17 7h3M4 17h3M11 17h9" />
    <circle cx="15" cy="7" r="2" />
    <circle cx="9" cy="17" r="2" />
  </>,
);
export const SunIcon = icon(
  <>
    <circle cx="12" cy="12" r="4" />
    <path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400" />
  </>,
);
export const MoonIcon = icon(<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z" />);
export const ClockIcon = icon(
  <>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7v5l3.5 2" />
  </>,
);
export const WarningIcon = icon(
  <>
    <path d="M12 3.5L2.5 20h19z" />
    <path d="M12 10v4.5M12 17.5h.01" />
  </>,
);
export const CheckIcon = icon(<path d="M5 12.5l4.5 4.5L19 7.5" />);
export const PhoneIcon = icon(
  <>
    <rect x="7" y="2.5" width="10" height="19" rx="2.5" />
    <path d="M11 18.5h2" />
  </>,
);
export const ChatIcon = icon(
  <path d="M4 5.5A2.5 2.5 0 0 1 6.5 3h11A2.5 2.5 0 0 1 20 5.5v8a2.5 2.5 0 0 1-2.5 2.5H10l-4.600 4.200a.8.8 0 0 1-1.400-.6z" />,
);
const OneTick = icon(<path d="M3 8.5l4 4L15 4" />, '0 0 20 16');
const TwoTicks = icon(<path d="M1.5 8.5l4 4L13.5 4M9 11.5l1 1L18.5 4" />, '0 0 20 16');

const TICKS: Record<string, { label: string; shape: 'clock' | 'one' | 'two' | 'warning'; tone?: string }> = {
  unsent: { label: 'Not sent', shape: 'warning', tone: 'bad' },
  sending: { label: 'Sending', shape: 'clock' },
  pending: { label: 'Waiting to be sent', shape: 'clock' },
  sent: { label: 'Sent', shape: 'one' },
  retrying: { label: 'Not delivered, retrying', shape: 'warning', tone: 'warn' },
  lost: { label: 'Not delivered', shape: 'warning', tone: 'bad' },
  delivered: { label: 'Delivered', shape: 'two' },
  read: { label: 'Read', shape: 'two', tone: 'read' },
};

/** One tick: offered to the webhook. Two: it answered 200. Two in blue: the business marked it read. */
export function Ticks({ status }: { status: string }): ReactNode {
  const { label, shape, tone = '' } = TICKS[status] ?? TICKS.pending!;
  const Shape = { clock: ClockIcon, one: OneTick, two: TwoTicks, warning: WarningIcon }[shape];
  return (
    <span className={`ticks ${tone}`} role="img" aria-label={label} title={label}>
      <Shape className={shape === 'clock' || shape === 'warning' ? 'tick-mark' : 'tick'} />
    </span>
  );
}

export function Avatar({ name, color, size = 40 }: { name: string; color?: string; size?: number }): ReactNode {
  const words = name
    .replace(/[^\p{L}\p{N}\s]/gu, '')
    .split(/\s+/)
    .filter(Boolean);
  const letters = ((words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase();
  return (
    <span
      className="avatar"
      aria-hidden="true"
      style={{ width: size, height: size, fontSize: size * 0.38, background: color ?? colorOf(name) }}
    >
      {/^\d*$/.test(letters) ? <PersonIcon /> : letters}
    </span>
  );
}

/** The same name always has the same colour; all are dark enough for white letters. */
function colorOf(name: string): string {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)!) >>> 0;
  return `hsl(${(sum % 12) * 30 + 10} 45% 33%)`;
}
