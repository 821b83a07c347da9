import { encode } from 'uqr';
import { useTwoFactorTexts } from '../../i18n/two-factor';

/** Dark on light in both looks: not every app reads it the other way round. */
export function QrCode({ text }: { text: string }) {
  const texts = useTwoFactorTexts();
  const { data, size } = encode(text, { border: 2 });
  const dots = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg
      role="img"
      aria-label={texts('twoFactor.qr')}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="mx-auto w-full max-w-52 rounded-lg bg-white"
    >
      <path d={dots} fill="#000" />
    </svg>
  );
}
