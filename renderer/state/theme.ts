/** The theme on screen, as an attribute of the root element that tokens.css reads. */
import type { Settings } from '../../preload/data.ts'

export type Theme = 'light' | 'dark'

const darkQuery = '(prefers-color-scheme: dark)'

/** What the operating system asks for now. */
export function systemTheme(): Theme {
  return window.matchMedia(darkQuery).matches ? 'dark' : 'light'
}

/** Calls back whenever the operating system's wish changes; returns a function that stops. */
export function watchSystemTheme(listener: (theme: Theme) => void): () => void {
  const query = window.matchMedia(darkQuery)
  const change = () => listener(systemTheme())
  query.addEventListener('change', change)
  return () => query.removeEventListener('change', change)
}

/** The theme that a setting means while the system asks for `system`. */
export function resolveTheme(setting: Settings['theme'], system: Theme): Theme {
  return setting === 'system' ? system : setting
}

export function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme
}
