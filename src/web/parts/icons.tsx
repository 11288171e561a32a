const paths = {
  upload: 'M12 16V4m0 0L7 9m5-5 5 5M4 16v4h16v-4',
  batches: 'M4 7h16M4 12h16M4 17h10',
  review: 'M4 4h9v16H4zM17 8l3 3-6 6h-1',
  classifications: 'M4 5h7v6H4zM4 14h7v5H4zM14 5h6M14 8h6M14 14h6M14 17h6',
  evaluation: 'M4 20V4m0 16h16M8 15l4-4 3 2 5-6',
  operations: 'M4 19V9m5.3 10V5m5.4 14v-7M20 19V8',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}

export function Brand() {
  return (
    <svg class="brand-mark" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" />
      <path d="M7 11.5 16 18l9-6.5M7 10h18v13H7z" />
    </svg>
  );
}
