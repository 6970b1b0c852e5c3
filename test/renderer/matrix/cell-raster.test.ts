import { describe, expect, it } from 'vitest'
import { colorOf, packColor } from '../../../renderer/color/color-scale.ts'
import { cellRaster } from '../../../renderer/matrix/cell-raster.ts'
import { cellText } from '../../../renderer/matrix/matrix-picture.ts'
import { shorten } from '../../../renderer/matrix/draw-labels.ts'
import {
  densityScale,
  differenceScale,
  mapScale
} from '../../../renderer/views/attribution/map-scales.ts'

const near = (a: number, b: number): boolean =>
  [0, 8, 16].every((shift) => Math.abs(((a >>> shift) & 255) - ((b >>> shift) & 255)) <= 3)

describe('cellRaster', () => {
  it('gives each level of a salient map its colour', () => {
    const scale = mapScale('salient', [], 10, '', 'RdBu', 'light')
    const pixels = cellRaster(Uint8Array.of(0, 5, 10), scale)
    ;[0, 5, 10].forEach((level, i) => {
      expect(near(pixels[i]!, packColor(colorOf(scale, level)))).toBe(true)
    })
  })

  it('gives continuous values theirs, and the ends to what lies beyond', () => {
    for (const scale of [differenceScale('RdBu', 'dark'), densityScale('light')]) {
      const values = [-9, -1, -0.3, 0, 0.3, 1, 9]
      const pixels = cellRaster(values, scale)
      values.forEach((value, i) => {
        expect(near(pixels[i]!, packColor(colorOf(scale, value)))).toBe(true)
      })
      expect(pixels[5]).toBe(pixels[6])
    }
  })
})

describe('words in a matrix', () => {
  it('values are short, with a true minus', () => {
    const scale = differenceScale('RdBu', 'light')
    expect([0.123, -0.5, 1, -0.0004, 0, 12.34].map((value) => cellText(value, scale))).toEqual([
      '.12',
      '−.50',
      '1.0',
      '−4e−4',
      '0',
      '12.3'
    ])
    expect(cellText(0, mapScale('salient', [], 10, '', 'RdBu', 'light'))).toBe('')
  })

  it('long tokens keep their beginning and their end', () => {
    expect(shorten('unbelievable', 60, 11)).toBe('unbe…ble')
    expect(shorten('short', 60, 11)).toBe('short')
    expect([...shorten('🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂', 40, 11)]).toHaveLength(5)
  })
})
