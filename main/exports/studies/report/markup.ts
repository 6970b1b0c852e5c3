/** HTML in which nothing but our own templates is markup. */
import { displayText } from '../../../../preload/token-display.ts'

/** What `markup` made: text in it is escaped already. Data that was read from a file is never one. */
export class Markup {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type Insert = string | number | Markup | readonly Insert[]

/**
 * A template as markup: strings put into it are escaped, its own text stands as it is, but for the indentation
 * of the source.
 */
export function markup(template: TemplateStringsArray, ...inserts: readonly Insert[]): Markup {
  const own = template.map((text) => text.replaceAll(/\s*\n\s*/g, '\n'))
  return new Markup(
    own.map((text, i) => (i === 0 ? text : written(inserts[i - 1]!) + text)).join('')
  )
}

/** Text by others, with what could hide, reorder or steer it made visible; still to be escaped. */
export function foreign(text: string): string {
  return displayText(text)
}

/** The first characters of a text by others, on one line. */
export function foreignLine(text: string, nCharacters: number): string {
  const characters = [...text.replaceAll(/\s+/g, ' ').trim()]
  if (characters.length <= nCharacters) return foreign(characters.join(''))
  return `${foreign(characters.slice(0, nCharacters - 1).join(''))}…`
}

export const nothing = new Markup('')

const signs: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;'
}

function written(insert: Insert): string {
  if (insert instanceof Markup) return insert.text
  if (typeof insert === 'string') return insert.replaceAll(/[&<>"']/g, (sign) => signs[sign]!)
  if (typeof insert === 'number') return String(insert)
  return insert.map(written).join('')
}
