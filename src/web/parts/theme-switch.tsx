import { useEffect, useState } from 'preact/hooks';

const themes = ['auto', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

const storageKey = 'theme';

export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>(() => {
    const kept = localStorage.getItem(storageKey);
    return themes.find((name) => name === kept) ?? 'auto';
  });
  useEffect(() => {
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    localStorage.setItem(storageKey, theme);
  }, [theme]);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length]!;
  return (
    <button
      type="button"
      class="plain"
      onClick={() => setTheme(next)}
      aria-label={`Theme: ${theme}; change to ${next}`}
    >
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <circle cx="12" cy="12" r="8" />
        <path class="solid" d="M12 4a8 8 0 0 1 0 16z" />
      </svg>
      <span class="theme-name">{theme}</span>
    </button>
  );
}
