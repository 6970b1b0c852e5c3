import { describe, expect, it } from 'vitest'
import { csvLine } from '../../../renderer/pictures/csv.ts'
import { matrixSvg } from '../../../renderer/pictures/matrix-svg.ts'
import { pictureSvg } from '../../../renderer/pictures/picture-svg.ts'
import { escapeXml } from '../../../renderer/pictures/svg-text.ts'
import { AttributionDisplay } from '../../../renderer/state/attribution-display.svelte.ts'
import { viewCsv, viewJson } from '../../../renderer/views/attribution/view-numbers.ts'
import { viewPicture } from '../../../renderer/views/attribution/view-picture.ts'
import { goldenRecord } from '../../helpers/fake-attribution.ts'

const record = goldenRecord()
const display = new AttributionDisplay(() => record)
const noImage = () => ''

describe('SVG of the view', () => {
  display.measureSigns(record)
  const picture = viewPicture(record, display, 'RdBu', 'levels of the largest entry', noImage)
  const { svg } = pictureSvg(picture)

  it('tells by itself what is seen and how it was made', () => {
    for (const words of [
      'Salient maps',
      'Translate the sentence to French.',
      'Both models on the same given response',
      'llama-tuned',
      'instruction score 1.097',
      'L = 10, b = 7, p = 4',
      'levels of the largest entry',
      'onnxruntime 1.30.0',
      'disagrees with leave-one-out'
    ]) {
      expect(svg.includes(words), words).toBe(true)
    }
  })

  it('is well-formed: every element is closed', () => {
    const depth = [...svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)].reduce(
      (open, [, end, , own]) => {
        expect(open).toBeGreaterThanOrEqual(0)
        return open + (end ? -1 : own ? 0 : 1)
      },
      0
    )
    expect(depth).toBe(0)
  })

  it('has nothing that could run or be fetched', () => {
    expect(svg).not.toMatch(/<script|<foreignObject|javascript:|url\(|href="http|\son[a-z]+=/i)
  })

  it('tokens are text, whatever they hold', () => {
    const hostile = '<img onerror="x">&\u0000'
    const { content } = matrixSvg(
      {
        rows: [{ text: hostile, isInstruction: false, isSpecial: false }],
        columns: [{ text: 'a', isInstruction: false, isSpecial: false }],
        values: [1],
        scale: picture.scale,
        rowBars: null,
        barColor: '#000000'
      },
      null
    )
    expect(content).not.toContain('<img')
    expect(escapeXml(hostile)).toBe('&lt;img onerror=&quot;x&quot;&gt;&amp;\ufffd')
  })

  it('takes an image for the cells of a large matrix', () => {
    const label = { text: 'a', isInstruction: false, isSpecial: false }
    const large = {
      rows: Array(300).fill(label),
      columns: Array(300).fill(label),
      values: new Float64Array(90_000),
      scale: picture.scale,
      rowBars: null,
      barColor: '#000000'
    }
    const panel = { ...picture.panels[0]!, matrix: large, cellImage: 'data:image/png;base64,AA' }
    const big = pictureSvg({ ...picture, panels: [panel] }).svg
    expect(big).toContain('data:image/png;base64,AA')
    expect(big.length).toBeLessThan(200_000)
  })
})

describe('numbers of the view', () => {
  it('CSV: quotes, and text that a spreadsheet would run is disarmed', () => {
    expect(csvLine(['a,b', 'say "x"', '=1+1', '@x', '-y', -0.5, null, true])).toBe(
      `"a,b","say ""x""",'=1+1,'@x,'-y,-0.5,,true\r\n`
    )
    expect(csvLine(['a,b', 'c'], '\t')).toBe('"a,b"\tc\r\n')
  })

  it('CSV: a table a model, one line a prompt token', () => {
    const lines = viewCsv(display).split('\r\n')
    expect(lines.filter((line) => line.startsWith('base,'))).toHaveLength(30)
    expect(lines.filter((line) => line.startsWith('tuned,'))).toHaveLength(30)
    expect(lines[0]).toContain('1: ␣Le')
    expect(lines[1]!.split(',').slice(0, 5)).toEqual(['base', '1', '␣T', '350', '1'])
  })

  it('JSON: values, tokens, and what they were made from', () => {
    const written = JSON.parse(viewJson(record, display))
    expect(written.view.salience).toEqual({ levels: 10, threshold: 7, norm: 4 })
    expect(written.maps[0].values).toHaveLength(30)
    expect(written.maps[0].values[9]).toEqual(
      Array.from(display.sides[0]!.values).slice(9 * 18, 10 * 18)
    )
    expect(written.maps[1].columns[0].tokens).toEqual(['▁Le'])
    expect(written.models[0].score).toBeCloseTo(1.097, 3)
  })

  it('the difference is one table of signed numbers', () => {
    const view = new AttributionDisplay(() => record)
    view.arrangement = 'difference'
    expect(viewCsv(view)).toMatch(/^map,row,prompt,ids,instruction,1: ␣Le/)
    expect(JSON.parse(viewJson(record, view)).maps).toHaveLength(1)
  })
})
