import { useState } from 'react';
import { useLook } from '../theme/theme';

/** The tenant's logo and product name, or the product's own. */
export function Brand() {
  const { brand } = useLook();
  const [broken, setBroken] = useState<string>();
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      {brand.logoUrl && brand.logoUrl !== broken ? (
        <img
          src={brand.logoUrl}
          alt=""
          className="h-8 max-w-24 object-contain"
          referrerPolicy="no-referrer"
          onError={() => setBroken(brand.logoUrl)}
        />
      ) : (
        <svg viewBox="0 0 32 32" className="size-8 shrink-0" aria-hidden>
          <rect width="32" height="32" rx="9" className="fill-brand" />
          <path d="M21.5 11.2a7 7 0 1 0 0 9.6" fill="none" strokeWidth="3.2" strokeLinecap="round" className="stroke-on-brand" />
          <circle cx="21.6" cy="16" r="2.2" className="fill-on-brand" />
        </svg>
      )}
      <span className="truncate text-lg font-semibold tracking-tight">{brand.name}</span>
    </span>
  );
}
