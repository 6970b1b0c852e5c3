import { describe, expect, it } from 'vitest'
import { mapRow } from '../../../../main/datasets/mapping/map-row.ts'
import type { JsonObject } from '../../../../main/checkpoint/strict-json.ts'
import type { StudyMapping } from '../../../../preload/analysis/studies/dataset.ts'

const bare: StudyMapping = {
  id: null,
  prompt: 'prompt',
  input: null,
  response: null,
  instruction: null,
  instructionMatch: 'only',
  group: null,
  rating: null
}

const map = (values: JsonObject, mapping: Partial<StudyMapping> = {}) =>
  mapRow({ line: 7, values }, { ...bare, ...mapping }, 3)
const caseOf = (values: JsonObject, mapping: Partial<StudyMapping> = {}) => {
  const { studyCase, problems } = map(values, mapping)
  expect(problems).toEqual([])
  return studyCase!
}
const problemsOf = (values: JsonObject, mapping: Partial<StudyMapping> = {}) => {
  const { studyCase, problems } = map(values, mapping)
  expect(studyCase).toBeNull()
  return problems
}

describe('prompt and response', () => {
  it('strips as the method strips, and numbers cases without an id', () => {
    expect(caseOf({ prompt: ' \x1f Hi\u0085 ', r: '\n you \t' }, { response: 'r' })).toEqual({
      caseId: '3',
      group: '',
      prompt: 'Hi',
      reference: 'you',
      instructionSpans: [],
      ratings: { base: null, tuned: null },
      line: 7
    })
  })

  it('tells an empty response, which scores 0, from none', () => {
    expect(caseOf({ prompt: 'x', r: ' ' }, { response: 'r' }).reference).toBe('')
    expect(caseOf({ prompt: 'x', r: null }, { response: 'r' }).reference).toBeNull()
    expect(caseOf({ prompt: 'x' }, { response: 'r' }).reference).toBeNull()
  })

  it('takes a number for a response as it is written', () => {
    expect(caseOf({ prompt: 'x', r: 42 }, { response: 'r' }).reference).toBe('42')
  })

  it.each<[JsonObject, string]>([
    [{}, 'prompt "prompt": no such column in this row, expected text or chat messages'],
    [{ prompt: null }, 'prompt "prompt": null, expected text or chat messages'],
    [{ prompt: 7 }, 'prompt "prompt": 7, expected text or chat messages'],
    [{ prompt: [] }, 'prompt "prompt": a list of 0, expected text or chat messages'],
    [{ prompt: {} }, 'prompt "prompt": an object, expected text or chat messages'],
    [{ prompt: ' \n' }, 'prompt "prompt": empty, expected text']
  ])('refuses %j for a prompt', (values, problem) => {
    expect(problemsOf(values)).toEqual([problem])
  })

  it('refuses a response that is no text', () => {
    expect(problemsOf({ prompt: 'x', r: { a: 1 } }, { response: 'r' })).toEqual([
      'response "r": an object, expected text'
    ])
  })
})

describe('input below the prompt', () => {
  it('puts it below a blank line; what stands above is the instruction', () => {
    expect(caseOf({ prompt: ' Sum 😀 up: ', in: '\n1, 2 ' }, { input: 'in' })).toMatchObject({
      prompt: 'Sum 😀 up:\n\n1, 2',
      instructionSpans: [[0, 9]]
    })
  })

  it('leaves out an empty one: the whole prompt is the instruction then', () => {
    for (const input of ['', ' ', null]) {
      expect(caseOf({ prompt: 'Sing.', in: input }, { input: 'in' })).toMatchObject({
        prompt: 'Sing.',
        instructionSpans: [[0, 5]]
      })
    }
  })

  it('finds an instruction of its own column in both together', () => {
    expect(
      caseOf({ prompt: 'Q', in: 'Do it.', i: 'Do it.' }, { input: 'in', instruction: 'i' })
    ).toMatchObject({ prompt: 'Q\n\nDo it.', instructionSpans: [[3, 9]] })
  })

  it('refuses one that is no text', () => {
    expect(problemsOf({ prompt: 'Q', in: [1] }, { input: 'in' })).toEqual([
      'input "in": a list of 1, expected text'
    ])
  })
})

describe('instruction', () => {
  const of = (
    prompt: string,
    i: JsonObject[string],
    match: StudyMapping['instructionMatch'] = 'only'
  ) => map({ prompt, i }, { instruction: 'i', instructionMatch: match })

  it('is found by its text, in code points of the stripped prompt', () => {
    expect(of('  😀 Say "hi". Now.', ' Say "hi". ').studyCase?.instructionSpans).toEqual([[2, 11]])
  })

  it('may be missing: the case has no score then', () => {
    for (const none of [null, '', '  ', '[]']) {
      expect(of('Say hi.', none).studyCase?.instructionSpans).toEqual([])
    }
  })

  it('found twice asks which to take', () => {
    const found = of('😀 Go. Go. Go.', 'Go.')
    expect(found).toMatchObject({ studyCase: null, isAmbiguous: true })
    expect(found.problems).toEqual([
      'instruction "Go.": in the prompt 3 times, at characters 2, 6, 10; choose which to take: the first, the last or all'
    ])
  })

  it.each([
    ['first', [[2, 5]]],
    ['last', [[10, 13]]],
    [
      'all',
      [
        [2, 5],
        [6, 9],
        [10, 13]
      ]
    ]
  ] as const)('found twice takes the %s one that was asked for', (match, spans) => {
    expect(of('😀 Go. Go. Go.', 'Go.', match)).toMatchObject({
      studyCase: { instructionSpans: spans },
      isAmbiguous: true
    })
  })

  it('never found is a bad row, its text cut', () => {
    expect(of('Say hi.', 'Say ho.').problems).toEqual([
      'instruction "Say ho.": not found in the prompt, expected a part of it'
    ])
    expect(of('Say hi.', 'x'.repeat(500)).problems[0]).toContain(`${'x'.repeat(80)}…`)
  })

  it('takes linear time for a text that stands everywhere', () => {
    const started = performance.now()
    expect(of('ab'.repeat(500_000), 'a', 'all').studyCase?.instructionSpans).toHaveLength(500_000)
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it('that is the prompt itself is all of it', () => {
    expect(caseOf({ prompt: ' Sing. ' }, { instruction: 'prompt' }).instructionSpans).toEqual([
      [0, 5]
    ])
  })

  it('may be spans of the prompt as given: moved, in order, overlapping ones merged', () => {
    expect(
      of(' 😀 ab cd ef ', [
        [9, 11],
        [3, 5],
        [4, 7]
      ]).studyCase
    ).toMatchObject({
      prompt: '😀 ab cd ef',
      instructionSpans: [
        [2, 6],
        [8, 10]
      ]
    })
  })

  it('keeps spans that only touch apart', () => {
    expect(
      of('abcd', [
        [2, 4],
        [0, 2]
      ]).studyCase?.instructionSpans
    ).toEqual([
      [0, 2],
      [2, 4]
    ])
  })

  it('cuts spans that reach into the stripped white space', () => {
    expect(of('  ab  ', [[0, 6]]).studyCase?.instructionSpans).toEqual([[0, 2]])
  })

  it('reads spans that a table holds as text', () => {
    expect(of('Say hi.', '[[0, 3], [4, 6]]').studyCase?.instructionSpans).toEqual([
      [0, 3],
      [4, 6]
    ])
  })

  it('in brackets that are no spans is text', () => {
    expect(of('Do [this] now', '[this]').studyCase?.instructionSpans).toEqual([[3, 9]])
  })

  it.each<[JsonObject[string], string]>([
    [[[0, 8]], 'span [0, 8]: outside the prompt, which has 7 characters'],
    [[[-1, 3]], 'span [-1, 3]: outside the prompt, which has 7 characters'],
    [[[3, 1]], 'span [3, 1]: reversed, expected start below end'],
    [[[3, 3]], 'span [3, 3]: empty, expected start below end'],
    [[[0, 1.5]], 'span [0, 1.5]: expected two integers, start and end'],
    [[['0', 3]], 'span ["0", 3]: expected two integers, start and end'],
    [[[0, null]], 'span [0, null]: expected two integers, start and end'],
    [[[1]], 'span [1]: expected two integers, start and end'],
    [[[]], 'span []: expected two integers, start and end'],
    [[[0, 1, 2, 3]], 'span [0, 1, 2, …]: expected two integers, start and end'],
    [[0, 3], 'instruction "i": a list of 2, expected spans [[start, end]] or text'],
    [{ start: 0 }, 'instruction "i": an object, expected spans [[start, end]] or text'],
    [7, 'instruction "i": 7, expected spans [[start, end]] or text']
  ])('refuses %j', (spans, problem) => {
    expect(of('Say hi.', spans)).toMatchObject({ studyCase: null, problems: [problem] })
  })

  it('refuses a span of nothing but the stripped white space', () => {
    expect(of(' ab', [[0, 1]]).problems).toEqual([
      'span [0, 1]: only white space at an end of the prompt'
    ])
  })
})

describe('rating, group and id', () => {
  it.each<[JsonObject[string], number | null]>([
    [null, null],
    ['', null],
    [' ', null],
    [-1, -1],
    [0, 0],
    [2, 2],
    ['3', 3],
    [' 1.5 ', 1.5],
    ['-1e0', -1]
  ])('takes %j for a rating', (given, rating) => {
    const { ratings } = caseOf({ prompt: 'x', s: given }, { rating: 's' })
    expect(ratings).toEqual({ base: null, tuned: rating })
  })

  it.each<[JsonObject[string], string]>([
    ['good', '"good"'],
    ['1e999', '"1e999"'],
    ['0x10', '"0x10"'],
    ['NaN', '"NaN"'],
    [true, 'true'],
    [[1], 'a list of 1']
  ])('refuses %j for a rating', (given, shown) => {
    expect(problemsOf({ prompt: 'x', s: given }, { rating: 's' })).toEqual([
      `rating "s": ${shown}, expected a number: 1 unfollowed, 2 and more followed, 0 or nothing where it is unrated`
    ])
  })

  it('takes text and numbers for id and group', () => {
    expect(caseOf({ prompt: 'x', n: 7, g: ' a ' }, { id: 'n', group: 'g' })).toMatchObject({
      caseId: '7',
      group: 'a'
    })
    expect(caseOf({ prompt: 'x', g: null }, { group: 'g' }).group).toBe('')
  })

  it('refuses a case without the name that it should have', () => {
    expect(problemsOf({ prompt: 'x', n: '' }, { id: 'n' })).toEqual([
      'id "n": empty, expected a name of its own'
    ])
    expect(problemsOf({ prompt: 'x', g: {} }, { group: 'g' })).toEqual([
      'group "g": an object, expected text'
    ])
  })

  it('refuses names that are texts', () => {
    expect(problemsOf({ prompt: 'x', g: 'y'.repeat(1_001) }, { group: 'g' })).toEqual([
      'group "g": 1001 characters, expected at most 1000'
    ])
  })

  it('tells all that is wrong with a row', () => {
    expect(
      problemsOf(
        { prompt: 'x', i: [[0, 9]], r: [], s: 'bad' },
        { instruction: 'i', response: 'r', rating: 's' }
      )
    ).toHaveLength(3)
  })
})

describe('chats', () => {
  const user = (content: string) => ({ role: 'user', content })
  const assistant = (content: string) => ({ role: 'assistant', content })

  it('gives the last user turn and the answer after it', () => {
    const chat = [
      { role: 'system', content: 'Be brief.' },
      user('First'),
      assistant('one'),
      user(' Second '),
      assistant(' two '),
      assistant('three')
    ]
    expect(map({ prompt: chat })).toMatchObject({
      studyCase: { prompt: 'Second', reference: 'two' },
      nOtherTurns: 4
    })
  })

  it('has no response where the user speaks last', () => {
    expect(caseOf({ prompt: [user('Hi'), assistant('Yes?'), user('Go.')] })).toMatchObject({
      prompt: 'Go.',
      reference: null
    })
  })

  it('may be of ShareGPT, in parts, of texts in turn, or JSON in a table', () => {
    for (const chat of [
      [
        { from: 'human', value: 'Hi' },
        { from: 'gpt', value: 'Yes?' }
      ],
      [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }, assistant('Yes?')],
      ['Hi', 'Yes?'],
      JSON.stringify([user('Hi'), assistant('Yes?')])
    ]) {
      expect(caseOf({ prompt: chat })).toMatchObject({ prompt: 'Hi', reference: 'Yes?' })
    }
  })

  it('takes text that is a list of words for text', () => {
    expect(caseOf({ prompt: '["a", "b"]', r: '["c", "d"]' }, { response: 'r' })).toMatchObject({
      prompt: '["a", "b"]',
      reference: '["c", "d"]'
    })
  })

  it('gives the answer of a chosen chat where the prompt is text', () => {
    expect(
      caseOf({ prompt: 'Hi', chosen: [user('Hi'), assistant('Yes?')] }, { response: 'chosen' })
        .reference
    ).toBe('Yes?')
  })

  it('refuses chats without a user, and turns that are not text', () => {
    expect(problemsOf({ prompt: [assistant('I begin.')] })).toEqual([
      'messages "prompt": roles assistant, expected a turn of the user'
    ])
    expect(problemsOf({ prompt: [{ role: 'user', content: [{ type: 'image' }] }] })).toEqual([
      'prompt "prompt": a list of 1, expected text or chat messages'
    ])
    expect(problemsOf({ prompt: [user(' ')] })).toEqual(['prompt "prompt": empty, expected text'])
  })
})
