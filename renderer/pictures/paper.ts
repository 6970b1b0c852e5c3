/** Exported pictures are for paper and slides: light whatever the window's theme is. */
export const paper = {
  page: '#ffffff',
  line: '#cfcfca',
  text: '#1c1d1f',
  quiet: '#64656a',
  sans: "system-ui, 'Segoe UI', 'Noto Sans', 'Liberation Sans', Helvetica, Arial, sans-serif",
  mono: "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"
} as const
