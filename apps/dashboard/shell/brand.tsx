import type { ReactNode } from 'react';

/** The mark: a shield with two hands that hold each other 联 · 护. */
export const Brand = ({ size = 28 }: { readonly size?: number }): ReactNode => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="brand-mark">
    <rect width="32" height="32" rx="7" fill="#1b4f91" />
    <path d="M16 6l8 3v6.5c0 5-3.3 8.8-8 10.5-4.7-1.7-8-5.5-8-10.5V9z" fill="none" stroke="#fff" strokeWidth="2" strokeLinejoin="round" />
    <path d="M11.5 16a3.2 3.2 0 0 1 5.6-2.1M20.5 16a3.2 3.2 0 0 1-5.6 2.1" fill="none" stroke="#fff" strokeWidth="2" strokeLinecap="round" />
  </svg>
);
