import { createSubscriber } from 'svelte/reactivity'
import type { Scheme } from './palettes.ts'

/** The page's own colours, as a canvas needs them. */
export interface PageColors {
  readonly scheme: Scheme
  readonly page: string
  readonly line: string
  readonly text: string
  readonly quiet: string
  readonly base: string
  readonly tuned: string
  readonly mono: string
}

const subscribe = createSubscriber((update) => {
  const observer = new MutationObserver(update)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
})

/** Follows the theme: an effect or derived value that reads it runs again when the theme changes. */
export function pageColors(): PageColors {
  subscribe()
  const scheme = pageScheme()
  // Reading them makes the browser work out all styles, which a drag of a slider cannot afford.
  if (known?.scheme !== scheme) known = readPageColors(document.documentElement, scheme)
  return known
}

export function pageScheme(): Scheme {
  subscribe()
  return document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light'
}

let known: PageColors | undefined

function readPageColors(root: HTMLElement, scheme: Scheme): PageColors {
  const style = getComputedStyle(root)
  const read = (name: string): string => style.getPropertyValue(name).trim()
  return {
    scheme,
    page: read('--bg'),
    line: read('--line'),
    text: read('--text'),
    quiet: read('--text-3'),
    base: read('--base'),
    tuned: read('--tuned'),
    mono: read('--mono')
  }
}
