import { describe, expect, it } from 'vitest'
import {
  colorOf,
  nPacked,
  packColor,
  packRamp,
  rampPosition
} from '../../../renderer/color/color-scale.ts'
import { contrast, inkOn, relativeLuminance } from '../../../renderer/color/contrast.ts'
import { legendSteps } from '../../../renderer/color/legend-steps.ts'
import { fromOklab, toOklab } from '../../../renderer/color/oklab.ts'
import { divergingRamp, unsignedRamp } from '../../../renderer/color/palettes.ts'
import { parseHex, toHex, type Rgb } from '../../../renderer/color/rgb.ts'
import { signedLimit } from '../../../renderer/color/signed-limit.ts'
import { differenceScale, mapScale } from '../../../renderer/views/attribution/map-scales.ts'

const schemes = ['light', 'dark'] as const
const positions = Array.from({ length: 101 }, (_, i) => i / 100)

describe('ramps', () => {
  it.each(schemes)(
    'the unsigned ramp of the %s theme moves its lightness evenly one way',
    (scheme) => {
      const lightness = positions.map((at) => toOklab(unsignedRamp(scheme)(at))[0])
      const steps = lightness.slice(1).map((value, i) => value - lightness[i]!)
      expect(steps.every((step) => (scheme === 'light' ? step < 0.001 : step > -0.001))).toBe(true)
      expect(Math.abs(lightness[100]! - lightness[0]!)).toBeGreaterThan(0.5)
    }
  )

  it.each(schemes)('positive is red and negative blue in RdBu of the %s theme', (scheme) => {
    const [red, , blueOfRed] = divergingRamp('RdBu', scheme)(0.8)
    const [redOfBlue, , blue] = divergingRamp('RdBu', scheme)(0.2)
    expect(red).toBeGreaterThan(blueOfRed)
    expect(blue).toBeGreaterThan(redOfBlue)
  })

  it.each(schemes)('positive is orange and negative purple in PuOr of the %s theme', (scheme) => {
    const [red, , blue] = divergingRamp('PuOr', scheme)(0.8)
    const [redOfPurple, green, blueOfPurple] = divergingRamp('PuOr', scheme)(0.2)
    expect(red).toBeGreaterThan(blue + 40)
    expect(Math.min(redOfPurple, blueOfPurple)).toBeGreaterThan(green)
  })

  it.each(schemes)('both arms of the %s theme leave the middle with every step', (scheme) => {
    for (const name of ['RdBu', 'PuOr'] as const) {
      const ramp = divergingRamp(name, scheme)
      for (const sign of [-1, 1]) {
        const lightness = positions.map((at) => toOklab(ramp(0.5 + (sign * at) / 2))[0])
        const steps = lightness.slice(1).map((value, i) => value - lightness[i]!)
        expect(steps.every((step) => (scheme === 'light' ? step < 0.002 : step > -0.002))).toBe(
          true
        )
      }
    }
  })

  it('OKLab goes back to the same colour', () => {
    for (const hex of ['#000000', '#ffffff', '#3b6ea5', '#c8741a', '#12fe80']) {
      expect(toHex(fromOklab(toOklab(parseHex(hex))))).toBe(hex)
    }
  })

  it('a colour that is not #rrggbb is refused', () => {
    expect(() => parseHex('red')).toThrow('colour is "red", expected #rrggbb')
  })
})

describe('ink', () => {
  it('black and white have the contrast that WCAG gives', () => {
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21)
    expect(relativeLuminance([255, 0, 0])).toBeCloseTo(0.2126)
  })

  it('is readable on every colour of every ramp', () => {
    for (const scheme of schemes) {
      const ramps = [
        unsignedRamp(scheme),
        divergingRamp('RdBu', scheme),
        divergingRamp('PuOr', scheme)
      ]
      for (const ramp of ramps) {
        for (const at of positions) {
          expect(contrast(inkOn(ramp(at)), ramp(at))).toBeGreaterThanOrEqual(4.5)
        }
      }
    }
  })
})

describe('scales', () => {
  const signed = differenceScale('RdBu', 'light')

  it('0 of a signed scale is the middle, whatever the values are', () => {
    expect(rampPosition(signed, 0)).toBe(0.5)
    expect(rampPosition(signed, -7)).toBe(0)
    expect(rampPosition(signed, 7)).toBe(1)
    expect(packRamp(signed.ramp)[(nPacked - 1) / 2]).toBe(packColor(colorOf(signed, 0)))
  })

  it('packs a colour as the bytes red, green, blue, opaque', () => {
    const color: Rgb = [1, 2, 3]
    expect([...new Uint8Array(Uint32Array.of(packColor(color)).buffer)]).toEqual([1, 2, 3, 255])
  })

  it('a raw map ends at its largest magnitude, and at the percentile where a few entries tower', () => {
    expect(signedLimit([[-0.2, 0.1], [0.05]])).toEqual({ limit: 0.2, isClipped: false })
    const many = Array.from({ length: 1000 }, (_, i) => (i % 2 ? 1 : -1) * (0.5 + i / 2000))
    const towering = signedLimit([many, [80]])
    expect(towering.isClipped).toBe(true)
    expect(towering.limit).toBeLessThan(1.01)
    expect(signedLimit([[0, 0]])).toEqual({ limit: 1, isClipped: false })
  })

  it('both sides share the limit of a raw map', () => {
    const scale = mapScale('raw', [[0.1], [-0.4]], 10, 'probability', 'RdBu', 'light')
    expect(scale.limit).toBe(0.4)
  })

  it('the legend has a swatch for each level, for 0 of signed values, and says where it was cut', () => {
    const salient = mapScale('salient', [], 10, '', 'RdBu', 'light')
    expect(legendSteps(salient)).toMatchObject({ lowest: '0', highest: '10' })
    expect(legendSteps(salient).values).toHaveLength(11)
    expect(legendSteps(signed).values[10]).toBe(0)
    expect(legendSteps({ ...signed, limit: 0.00021, isClipped: true })).toMatchObject({
      lowest: '≤ −2.1e−4',
      highest: '≥ +2.1e−4'
    })
  })
})
