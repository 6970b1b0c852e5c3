import { describe, expect, it } from 'vitest'
import { detectFormat, headBytes } from '../../../../main/datasets/formats/detect-format.ts'
import { appErrorOf } from '../../../helpers/app-error.ts'

const detect = (content: string | Uint8Array, name = 'cases.data') =>
  detectFormat(Buffer.from(content), name)

describe('detectFormat', () => {
  it.each([
    ['{"prompt":"x"}\n', 'cases.csv', 'jsonl', 'json-lines'],
    ['\uFEFF\n  {"prompt":"x"}', 'cases', 'jsonl', 'json-lines'],
    ['broken\n{"prompt":"x"}', 'cases.jsonl', 'jsonl', 'json-lines'],
    ['[\n  {"prompt":"x"}]', 'cases.txt', 'jsonl', 'json-list'],
    ['[]', 'cases.json', 'jsonl', 'json-list'],
    ['["x"]', 'cases.json', 'jsonl', 'json-list'],
    ['[x],response\n', 'cases.csv', 'csv', 'table'],
    ['prompt,response\n', 'cases.tsv', 'csv', 'table'],
    ['prompt\tresponse, cut\n', 'cases.csv', 'tsv', 'table'],
    ['"a,b,c"\tprompt\n', 'cases.csv', 'tsv', 'table'],
    ['prompt\nx\ty\n', 'cases.csv', 'csv', 'table'],
    ['prompt\n', 'cases.tsv', 'tsv', 'table'],
    ['prompt;response\n', 'cases.csv', 'csv', 'table'],
    ['PAR1....PAR1', 'cases.json', 'parquet', 'parquet']
  ])('tells by content what %j in %s is', (content, name, format, kind) => {
    expect(detect(content, name)).toMatchObject({ format, layout: { kind } })
  })

  it('parts columns by semicolons where the header has them', () => {
    expect(detect('prompt;a,b;"c,,,,"\n').layout).toEqual({ kind: 'table', delimiter: ';' })
  })

  it.each<[string, string | Uint8Array, string, string]>([
    ['nothing', '', 'empty, expected rows', 'row for each case'],
    ['blanks', ' \r\n\uFEFF\n', 'empty, expected rows', 'row for each case'],
    ['UTF-16 (little end first)', Buffer.from('\uFEFFprompt', 'utf16le'), 'UTF-16', 'UTF-8'],
    ['UTF-16 (big end first)', Buffer.from('\uFEFFprompt', 'utf16le').swap16(), 'UTF-16', 'UTF-8'],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), 'UTF-32', 'UTF-8'],
    ['UTF-16 without a mark', Buffer.from('prompt', 'utf16le'), 'byte 1: a zero byte', 'UTF-8'],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0]), 'packed with gzip', 'Unpack'],
    ['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), 'packed with zstd', 'Unpack'],
    ['a spreadsheet', 'PK\x03\x04', 'a zip file or a spreadsheet', 'CSV'],
    ['Arrow', 'ARROW1\0\0', 'an Arrow file', 'Parquet'],
    [
      'a pointer',
      'version https://git-lfs.github.com/spec/v1\n',
      'pointer of Git LFS',
      'git lfs pull'
    ],
    [
      'a spread object',
      '{\n  "data": []\n}',
      'a JSON object over several lines',
      'one object a line'
    ],
    ['old line ends', 'prompt,response\rx,y\r', 'carriage returns alone', 'line ends']
  ])('refuses %s and says what to do', (_, content, problem, hint) => {
    const error = appErrorOf(() => detect(content))
    expect(error.code).toBe('request/invalid')
    expect(error.message).toContain('data set cases.data: ')
    expect(error.message).toContain(problem)
    expect(error.hint).toContain(hint)
  })

  it('refuses a Parquet file that does not begin like one', () => {
    expect(appErrorOf(() => detect('prompt,x', 'cases.parquet')).message).toContain(
      'does not begin with "PAR1"'
    )
  })

  it('goes by the extension where the first 64 KiB are blank', () => {
    expect(detect(' '.repeat(headBytes), 'cases.jsonl').layout.kind).toBe('json-lines')
    expect(detect(' '.repeat(headBytes), 'cases.csv').layout.kind).toBe('table')
  })
})
