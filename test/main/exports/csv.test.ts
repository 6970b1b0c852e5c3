import { describe, expect, it } from 'vitest'
import { csvField, csvText } from '../../../main/exports/csv.ts'
import { matrixCsv } from '../../../main/exports/matrix-csv.ts'
import { makeRecord, makeSide } from '../../helpers/make-record.ts'

describe('csvField', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['', '']
  ])('quotes %j as RFC 4180 says', (value, field) => {
    expect(csvField(value)).toBe(field)
  })

  it.each([
    '=1+1',
    '+x',
    '-x',
    '@SUM(A1)',
    '\tx',
    '=HYPERLINK("x")',
    '＝1',
    '-',
    '--1',
    '-1+2',
    '+1-2'
  ])('keeps a spreadsheet from running %j', (value) => {
    expect(csvField(value).replace(/^"/, '').startsWith("'")).toBe(true)
  })

  it('guards before it quotes', () => {
    expect(csvField('\r=1')).toBe(`"'\r=1"`)
    expect(csvField('=A1,"x"')).toBe(`"'=A1,""x"""`)
  })

  it.each(['-1', '+2.5', '-.5', '-1e-10', '-3.'])('leaves the number %s alone', (value) => {
    expect(csvField(value)).toBe(value)
  })

  it('writes numbers, truth values and nothing', () => {
    expect(
      csvText([
        [-0.5, true, null],
        ['a', 1e-10, false]
      ])
    ).toBe('-0.5,true,\r\na,1e-10,false\r\n')
  })
})

describe('matrixCsv', () => {
  const lines = (text: string) => text.split('\r\n')

  it('has a row a prompt token and a column a response token', () => {
    const [header, ...rows] = lines(matrixCsv(makeRecord(), 'base', 'importance'))
    expect(header).toBe('position,id,token,special,instruction,density,4 ▁two,5 ▁now')
    expect(rows).toHaveLength(4)
    expect(rows[3]).toBe('')
    expect(rows[0]).toMatch(/^1,10,▁Say,false,true,[\d.]+,0\.1,-0\.3$/)
    expect(rows[1]).toMatch(/^2,11,▁=,false,false,[\d.]+,1e-10,0\.25$/)
    expect(rows[2]).toMatch(/,0,0\.33333334$/)
  })

  it('writes the drawn map and leave-one-out', () => {
    expect(lines(matrixCsv(makeRecord(), 'base', 'salient-map'))[2]).toMatch(/,1,8$/)
    expect(lines(matrixCsv(makeRecord(), 'tuned', 'leave-one-out'))[2]).toMatch(/,0\.02,-0\.4$/)
  })

  it('marks a partial result', () => {
    const text = matrixCsv(makeRecord({ isPartial: true }), 'base', 'importance')
    expect(text.startsWith('position (partial result),')).toBe(true)
  })

  it('keeps the rows of an empty response', () => {
    const side = makeSide({ responsePositions: [4, 4], importance: new Float32Array(0) })
    const text = matrixCsv(makeRecord({ sides: [side] }), 'base', 'importance')
    expect(lines(text)[1]).toBe('1,10,▁Say,false,true,0')
  })

  it('says what the record does not hold', () => {
    const alone = makeRecord({ sides: [makeSide()] })
    expect(() => matrixCsv(alone, 'tuned', 'importance')).toThrow(/no tuned model/)
    expect(() => matrixCsv(alone, 'base', 'leave-one-out')).toThrow(/not run/)
  })
})
