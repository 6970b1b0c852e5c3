import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../main/errors.ts'
import { maxDepth, parseStrictJson } from '../../../main/checkpoint/strict-json.ts'
import { failureOf } from '../../helpers/failure.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('strict JSON', () => {
  it('reads what JSON.parse reads', () => {
    const text =
      ' {"a" : [1, -2.5e3, 0, true, false, null, "x\\n\\u00e9\\ud83d\\ude00é"], "": {}}\r\n\t'
    expect(parseStrictJson(bytes(text))).toEqual(JSON.parse(text))
  })

  it('agrees with JSON.parse on random values', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = JSON.stringify(value)
        fc.pre(!/\\ud[89a-f]/.test(text))
        expect(JSON.stringify(parseStrictJson(text))).toBe(text)
      }),
      { seed: 1, numRuns: 300 }
    )
  })

  it('ends with a value or a typed error for random damage to a text', () => {
    const text = '{"a":[1,{"b\\u0041":"c"}],"d":-1.5e+3,"e":null}'
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.string({ unit: 'binary', maxLength: 2 }),
        (at, by) => {
          const damaged = text.slice(0, at) + by + text.slice(at + 1)
          try {
            // What passes here must pass V8 too, with the same value.
            const value = parseStrictJson(damaged)
            expect(JSON.stringify(value)).toBe(JSON.stringify(JSON.parse(damaged)))
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(AppError)
          }
        }
      ),
      { seed: 2, numRuns: 500 }
    )
  })

  it.each([
    ['{"a":1,"a":2}', 7, 'key "a" occurs twice'],
    ['{"a":1,"\\u0061":2}', 7, 'key "a" occurs twice'],
    ['{"x":{"__proto__":1,"__proto__":2}}', 20, 'key "__proto__" occurs twice'],
    ['', 0, 'the end of the text'],
    ['[1,]', 3, 'found "]", expected a value'],
    ['[1 2]', 3, 'expected "," or "]"'],
    ['{"a" 1}', 5, 'expected ":"'],
    ['{a:1}', 1, 'expected a key'],
    ['{"é":1}x', 8, 'after the JSON value'],
    ['[NaN]', 1, 'NaN is not a JSON number'],
    ['[-Infinity]', 1, '-Infinity is not a JSON number'],
    ['[01]', 2, 'expected "," or "]"'],
    ['[1.]', 2, 'expected "," or "]"'],
    ['[1e999]', 1, 'too large'],
    ['"a', 2, 'ends inside a string'],
    ['"a\\', 3, 'ends inside a string'],
    ['"\u0001"', 1, 'control character U+0001'],
    ['"\\q"', 0, 'unknown escape'],
    ['"\\u12g4"', 0, 'unknown escape'],
    ['"\\ud800"', 0, 'half of a surrogate pair'],
    ['\ufeff{}', 0, 'U+FEFF'],
    ['[tru]', 1, 'expected a value'],
    ['/**/1', 0, 'expected a value']
  ])('refuses %j at byte %i', async (text, offsetBytes, problem) => {
    const error = await failureOf(() => parseStrictJson(bytes(text), { file: 'a.json' }))
    expect(error).toMatchObject({ code: 'checkpoint/malformed', offsetBytes, file: 'a.json' })
    expect(error.message).toContain(problem)
  })

  it.each([[[0x22, 0xff, 0x22]], [[0x22, 0xc0, 0x80, 0x22]], [[0x22, 0xed, 0xa0, 0x80, 0x22]]])(
    'refuses bytes %j that are not UTF-8',
    async (list) => {
      const error = await failureOf(() => parseStrictJson(new Uint8Array(list)))
      expect(error.message).toContain('not valid UTF-8')
    }
  )

  it('keeps the names of Object.prototype as ordinary keys', () => {
    const value = parseStrictJson('{"__proto__":{"a":1},"constructor":2,"toString":3}')
    expect(Object.getPrototypeOf(value)).toBeNull()
    expect(Object.entries(value as object)).toEqual([
      ['__proto__', Object.assign(Object.create(null), { a: 1 })],
      ['constructor', 2],
      ['toString', 3]
    ])
    expect(({} as { a?: unknown }).a).toBeUndefined()
  })

  it('takes 64 levels, not 65, and refuses a million without overflowing', async () => {
    const nest = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
    expect(parseStrictJson(nest(maxDepth))).toBeInstanceOf(Array)
    expect((await failureOf(() => parseStrictJson(nest(65)))).offsetBytes).toBe(64)
    const objects = '{"a":'.repeat(1_000_000)
    expect((await failureOf(() => parseStrictJson(objects))).message).toContain('deeper than 64')
    expect((await failureOf(() => parseStrictJson('['.repeat(1_000_000)))).offsetBytes).toBe(64)
  })

  it('does not count siblings as depth', () => {
    expect(parseStrictJson(`[${'[],{},'.repeat(100)}0]`)).toHaveLength(201)
  })

  describe('integers', () => {
    const limits = [2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 63n].flatMap((n) => [n - 1n, n, n + 1n])

    it.each([...limits, 2n ** 64n - 1n])('%s is exact or refused in headers', async (integer) => {
      const parse = () => parseStrictJson(String(integer), { numbers: 'exact-integers' })
      if (integer < 2n ** 53n) expect(parse()).toBe(Number(integer))
      else expect((await failureOf(parse)).message).toContain('2^53')
    })

    it.each(['1.0', '1e2', '-9007199254740992'])('%s is refused in headers', async (text) => {
      await failureOf(() => parseStrictJson(text, { numbers: 'exact-integers' }))
    })

    it('are rounded in configs, where people write 1e30 in full', () => {
      const text = '{"model_max_length":1000000000000000019884624838656}'
      expect(parseStrictJson(text)).toEqual({ model_max_length: 1e30 })
    })
  })

  it('reads a large vocabulary in linear time', () => {
    const vocab = Object.fromEntries(Array.from({ length: 200_000 }, (_, i) => [`Ġtoken${i}`, i]))
    const merges = Array.from({ length: 200_000 }, (_, i) => [`a${i}`, `"${i}`])
    const text = bytes(JSON.stringify({ vocab, merges }, null, 2))
    expect(text.byteLength).toBeGreaterThan(10_000_000)
    const start = performance.now()
    parseStrictJson(text)
    // The rule is two seconds; five leave room for a machine that does other work too.
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})
