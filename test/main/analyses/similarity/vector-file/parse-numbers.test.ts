import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isNumber,
  parseNumbers
} from '../../../../../main/analyses/similarity/vector-file/parse-numbers.ts'

function parse(text: string, n: number): { end: number; numbers: number[] } {
  const bytes = Buffer.from(text, 'latin1')
  const into = new Float32Array(n)
  const end = parseNumbers(bytes, 0, bytes.length, into)
  return { end, numbers: [...into] }
}

describe('parseNumbers', () => {
  it.each([
    [' 1 2', [1, 2]],
    [' -0.5\t+3.25', [-0.5, 3.25]],
    ['  1e3   2.5E-2', [1000, 0.025]],
    [' .5 7.', [0.5, 7]],
    [
      ' 0.00000000000000000000000000001 123456789012345678901234567890',
      [1e-29, 1.2345678901234568e29]
    ],
    [' 1e-60 -0', [0, -0]]
  ])('reads %j', (text, numbers) => {
    expect(parse(text, 2)).toEqual({ end: text.length, numbers: numbers.map(Math.fround) })
  })

  it('says where the last number ends', () => {
    expect(parse(' 1 2 3', 2)).toMatchObject({ end: 4 })
  })

  it.each([
    '',
    ' ',
    ' 1',
    '1 2',
    ' 1 x',
    ' 1 2x',
    ' 1 nan',
    ' 1 inf',
    ' 1 -',
    ' 1 .',
    ' 1 1e',
    ' 1 1e+'
  ])('refuses %j as two numbers', (text) => {
    expect(parse(text, 2).end).toBe(-1)
  })

  it.each([
    ' 1 1e39',
    ' 1 3.5e38',
    ' 1 1e999',
    ` 1 ${'9'.repeat(400)}`,
    ' 1 0x10',
    ' 1 1_0',
    ' 1 1,5'
  ])('refuses %j, which is no float32', (text) => {
    expect(parse(text, 2).end).toBe(-1)
  })

  it('rounds as Number and float32 do, however a number is written', () => {
    const written = fc.oneof(
      fc.float({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.double({ noNaN: true, min: -3e38, max: 3e38 }).map(String),
      fc
        .tuple(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.nat(12))
        .map(([x, n]) => x.toFixed(n)),
      fc
        .tuple(fc.stringMatching(/^[0-9]{1,25}\.[0-9]{0,25}$/), fc.integer({ min: -30, max: 10 }))
        .map(([digits, exponent]) => `-${digits}e${exponent}`)
    )
    fc.assert(
      fc.property(fc.array(written, { minLength: 1, maxLength: 5 }), (texts) => {
        const line = texts.map((text) => ` ${text}`).join('')
        const { end, numbers } = parse(line, texts.length)
        expect(end).toBe(line.length)
        expect(numbers).toEqual(texts.map((text) => Math.fround(Number(text))))
      }),
      { numRuns: 2_000 }
    )
  })

  it.each(['0.997779399156570546', '0.498968943953514044', '0.322849884629249628'])(
    'does not round %s once too often',
    (text) => {
      const digits = text.slice(2)
      let mantissa = 0
      for (const digit of digits) mantissa = mantissa * 10 + Number(digit)
      // The short way, beyond its digits, ends at the neighbouring float32.
      expect(Math.fround(mantissa / 10 ** digits.length)).not.toBe(Math.fround(Number(text)))
      expect(parse(` ${text}`, 1).numbers).toEqual([Math.fround(Number(text))])
    }
  )

  it('agrees with isNumber about what a number is', () => {
    const pieces = fc.constantFrom('1', '0', '.', '-', '+', 'e', 'E', 'x', '23')
    fc.assert(
      fc.property(fc.array(pieces, { minLength: 1, maxLength: 6 }), (parts) => {
        const text = parts.join('')
        const isRead = parse(` ${text}`, 1).end === text.length + 1
        expect(isRead).toBe(isNumber(text) && Number.isFinite(Math.fround(Number(text))))
      }),
      { numRuns: 5_000 }
    )
  })
})
