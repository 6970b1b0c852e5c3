import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { contrast } from '../../../../renderer/color/contrast.ts'
import { parseHex } from '../../../../renderer/color/rgb.ts'
import { reportStyle } from '../../../../main/exports/studies/report/report-style.ts'

const tokens = readFileSync(
  join(import.meta.dirname, '../../../../renderer/styles/tokens.css'),
  'utf8'
)

/** Values of a custom property, the light theme's first. */
function valuesOf(css: string, name: string): string[] {
  return Array.from(
    css.matchAll(new RegExp(`${name}: (#[0-9a-f]{6});`, 'g')),
    ([, value = '']) => value
  )
}

it.each(['base', 'base-text', 'tuned', 'tuned-text', 'warning', 'warning-text', 'line', 'text'])(
  'gives %s the colour that it has in the program, in both themes',
  (name) => {
    const ours = valuesOf(reportStyle.text, `--${name}`)
    expect(ours).toHaveLength(2)
    expect(ours).toEqual(valuesOf(tokens, `--${name}`))
  }
)

it('has the program’s background, and ink that stands out from it', () => {
  const [light, dark] = valuesOf(reportStyle.text, '--page')
  expect([light, dark]).toEqual(valuesOf(tokens, '--bg'))
  const quiet = valuesOf(reportStyle.text, '--quiet')
  // WCAG 2.2 AA for text.
  expect(contrast(parseHex(light!), parseHex(quiet[0]!))).toBeGreaterThan(4.5)
  expect(contrast(parseHex(dark!), parseHex(quiet[1]!))).toBeGreaterThan(4.5)
})
