import { describe, expect, it } from 'vitest'
import { longestRow } from '../../../../main/datasets/dataset-item.ts'
import { readJsonLines } from '../../../../main/datasets/formats/json-lines.ts'
import { readJsonList } from '../../../../main/datasets/formats/json-list.ts'
import { allOf, inPieces } from '../written-dataset.ts'

const lines = (text: string, size = 7) => allOf(readJsonLines(inPieces(text, size)))
const list = (text: string, size = 7) => allOf(readJsonList(inPieces(text, size)))

describe('readJsonLines', () => {
  it('reads an object a line, with blank lines, CRLF and no line feed at the end', async () => {
    expect(await lines('{"a":1}\r\n\n  \n{"a":"x\\ny"}')).toEqual([
      { line: 1, values: { a: 1 } },
      { line: 4, values: { a: 'x\ny' } }
    ])
  })

  it('lists every line that is no object, and reads on', async () => {
    const items = await lines('{"a":1\n[1]\nnull\n7\n"x"\n{"a":NaN}\n{"a":2} {}\n{"a":3}\n')
    expect(
      items.map((item) => [item.line, 'problem' in item ? item.problem : item.values])
    ).toEqual([
      [1, 'not sound JSON: found the end of the text, expected "," or "}" (at byte 6 of the row)'],
      [2, 'a list, expected a JSON object with a value for each column'],
      [3, 'null, expected a JSON object with a value for each column'],
      [4, 'a number, expected a JSON object with a value for each column'],
      [5, 'a string, expected a JSON object with a value for each column'],
      [6, 'not sound JSON: NaN is not a JSON number (at byte 5 of the row)'],
      [7, 'not sound JSON: found "{" after the JSON value (at byte 8 of the row)'],
      [8, { a: 3 }]
    ])
  })

  it('takes __proto__ and constructor for names like any other, and refuses a key given twice', async () => {
    const [odd, twice] = await lines('{"__proto__":{"x":1},"constructor":"c"}\n{"a":1,"a":2}\n')
    const values = odd && 'values' in odd ? odd.values : {}
    expect(Object.keys(values)).toEqual(['__proto__', 'constructor'])
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
    expect(twice).toMatchObject({ line: 2, problem: expect.stringContaining('"a" occurs twice') })
  })

  it('makes a line over 16 MiB a bad row and reads on', async () => {
    const text = `{"a":1}\n{"a":"${'x'.repeat(longestRow)}"}\n{"a":2}\n`
    expect(await lines(text, 2 ** 20)).toEqual([
      { line: 1, values: { a: 1 } },
      { line: 2, problem: 'longer than 16,777,216 characters, expected at most as many' },
      { line: 3, values: { a: 2 } }
    ])
  })
})

describe('readJsonList', () => {
  it.each([1, 2, 3, 1000])('reads objects of one list, cut into pieces of %i', async (size) => {
    const text = ' [ {"a":"]},[\\"", "b":[1,{"c":[]}]},\n{"a":2}\n,\n\n {"a":\n3}] \n'
    expect(await list(text, size)).toEqual([
      { line: 1, values: { a: ']},["', b: [1, { c: [] }] } },
      { line: 2, values: { a: 2 } },
      { line: 5, values: { a: 3 } }
    ])
  })

  it('reads an empty list', async () => {
    expect(await list('[ \n ]\n')).toEqual([])
  })

  it.each([
    [
      '[{"a":1}',
      1,
      'the file ends inside this row; rows after it, if any, could not be told apart'
    ],
    [
      '[{"a":"1\n}, {"a":2}]',
      1,
      'the file ends inside this row; rows after it, if any, could not be told apart'
    ],
    ['[{"a":1},\n', 2, 'the file ends before the list is closed with "]": rows may be missing'],
    ['[{"a":1},\n]', 2, 'nothing beside a comma, expected an object'],
    ['[,{"a":1}]', 1, 'nothing beside a comma, expected an object'],
    ['[{"a":1}]\n]\n}', 2, 'text after the end of the list, expected none'],
    ['[\n1]', 2, 'a number, expected a JSON object with a value for each column']
  ])('lists what is wrong in %j', async (text, line, problem) => {
    expect((await list(text)).filter((item) => 'problem' in item)).toEqual([{ line, problem }])
  })

  it('makes an item over 16 MiB a bad row and reads on', async () => {
    const text = `[{"a":1},{"a":"${'x'.repeat(longestRow)}"},\n{"a":2}]`
    expect(await list(text, 2 ** 20)).toEqual([
      { line: 1, values: { a: 1 } },
      { line: 1, problem: 'longer than 16,777,216 characters, expected at most as many' },
      { line: 2, values: { a: 2 } }
    ])
  })
})
