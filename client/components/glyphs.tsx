/** Drawings that the icon set does not have: the logo, "one of", and the wave of "enforced otherwise". */
import type { SVGProps } from 'react';

const stroke = {
  viewBox: '0 0 16 16',
  fill: 'none',
  stroke: 'currentColor',
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;

export function Logo() {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true">
      <path d="M10 1.5 3 4v5.5c0 4.3 2.9 7.4 7 9 4.1-1.6 7-4.7 7-9V4z" fill="var(--accent)" />
      <path
        d="m6.6 10 2.4 2.4 4.4-4.8"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="1.8"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function OneOf(props: SVGProps<SVGSVGElement>) {
  return (
    <svg {...stroke} {...props} aria-hidden="true">
      <circle cx="4.5" cy="4.5" r="2.3" />
      <circle cx="4.5" cy="11.5" r="2.3" fill="currentColor" />
      <path d="M9.5 4.5h5M9.5 11.5h5" />
    </svg>
  );
}

export function Wave(props: SVGProps<SVGSVGElement>) {
  return (
    <svg {...stroke} {...props} aria-hidden="true">
      <path d="M3 6.2c1.7-1.7 3.3-1.5 5-.4s3.3 1.3 5-.4M3 10.6c1.7-1.7 3.3-1.5 5-.4s3.3 1.3 5-.4" />
    </svg>
  );
}
