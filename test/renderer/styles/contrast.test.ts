import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contrast } from '../../../renderer/color/contrast.ts'
import { parseHex } from '../../../renderer/color/rgb.ts'

const sheet = readFileSync('renderer/styles/tokens.css', 'utf8')

/** The custom properties of one rule that are plain colours. */
function colors(selector: string): Record<string, string> {
  const at = sheet.indexOf(`${selector} {`)
  const body = sheet.slice(at, sheet.indexOf('}', at))
  return Object.fromEntries(
    [...body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]])
  )
}

const light = colors(':root')
const themes = { light, dark: { ...light, ...colors(":root[data-theme='dark']") } }

const grounds = ['bg', 'panel', 'raised', 'field']
const texts = ['text', 'text-2', 'text-3', 'base-text', 'tuned-text', 'error-text', 'warning-text']
/** What carries meaning without being text needs 3 to 1 (WCAG 2.2, 1.4.11). */
const marks = ['base', 'tuned', 'error', 'warning', 'line-strong', 'ink', 'focus']

const pairs: readonly (readonly [string, string, number])[] = [
  ...grounds.flatMap((ground) => texts.map((text) => [text, ground, 4.5] as const)),
  ...grounds.flatMap((ground) => marks.map((mark) => [mark, ground, 3] as const)),
  ...['hover', 'selected'].flatMap((ground) =>
    ['text', 'text-2'].map((text) => [text, ground, 4.5] as const)
  ),
  ['text-3', 'hover', 4.5],
  ['on-ink', 'ink', 4.5],
  ['on-ink', 'ink-hover', 4.5],
  ['text', 'error-wash', 4.5],
  ['text-2', 'error-wash', 4.5],
  ['error-text', 'error-wash', 4.5],
  ['text', 'warning-wash', 4.5],
  ['text-2', 'warning-wash', 4.5],
  ['warning-text', 'warning-wash', 4.5],
  ['base-text', 'base-wash', 4.5],
  ['tuned-text', 'tuned-wash', 4.5]
]

describe.each(Object.entries(themes))('%s theme', (_name, theme) => {
  it.each(pairs)('%s on %s has at least %d to 1', (front, ground, least) => {
    expect(
      contrast(parseHex(theme[front] ?? ''), parseHex(theme[ground] ?? ''))
    ).toBeGreaterThanOrEqual(least)
  })
})

it('base and tuned are the colours that the design names', () => {
  expect([light['base'], light['tuned']]).toEqual(['#3b6ea5', '#c8741a'])
})
