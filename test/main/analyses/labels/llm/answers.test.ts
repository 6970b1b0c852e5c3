import { describe, expect, it } from 'vitest'
import {
  readDescription,
  readLevel,
  readTasks
} from '../../../../../main/analyses/labels/llm/answers.ts'

const sound = (value: unknown) => ({ isSound: true, value })

describe('the object that was asked for', () => {
  it('is read', () => {
    expect(readDescription('{"description": "words about cooking"}')).toEqual(
      sound('words about cooking')
    )
    expect(readTasks('{"tasks": ["translation", "writing"]}')).toEqual(
      sound(['writing', 'translation'])
    )
    expect(readLevel('{"level": "cannot tell"}')).toEqual(sound('cannot tell'))
  })

  it.each([
    ['space', ' \n {"level": "syntax"}\n\n'],
    ['a byte-order mark', '\uFEFF{"level": "syntax"}'],
    ['a code fence', '```\n{"level": "syntax"}\n```'],
    ['a code fence with a name', ' ```json\n{"level": "syntax"}```\n'],
    [
      'thoughts before it',
      '<think>\nIs it {"level": "semantics"}?\n</think>\n\n{"level": "syntax"}'
    ],
    ['thoughts and a fence', '<think></think>```JSON\n{"level": "syntax"}\n```'],
    ['further keys', '{"why": "verbs", "level": "syntax"}'],
    ['capitals', '{"level": " Syntax "}']
  ])('may have %s', (_name, answer) => {
    expect(readLevel(answer)).toEqual(sound('syntax'))
  })

  it('may name a task twice, or none', () => {
    expect(readTasks('{"tasks": ["math", "Math"]}')).toEqual(sound(['math']))
    expect(readTasks('{"tasks": []}')).toEqual(sound([]))
    expect(readTasks('{"tasks": ["none"]}')).toEqual(sound([]))
  })

  it('may have an empty description; spaces and line ends in it become one space', () => {
    expect(readDescription('{"description": ""}')).toEqual(sound(''))
    expect(readDescription('{"description": " a\\n\\u0000\\tb "}')).toEqual(sound('a b'))
  })
})

describe('anything else is not guessed at', () => {
  it.each([
    ['', /empty/],
    ['   ', /empty/],
    ['syntax', /not sound JSON/],
    ['The level is {"level": "syntax"}', /not sound JSON/],
    ['{"level": "syntax"} I hope this helps!', /after the JSON value/],
    ['```json\n{"level": "syntax"}\n``` Done.', /not sound JSON/],
    ['<think>{"level": "syntax"}', /not sound JSON/],
    ['{"level": "syn', /not sound JSON/],
    ['{"level": "syntax", "level": "semantics"}', /twice/],
    ["{'level': 'syntax'}", /not sound JSON/],
    ['["syntax"]', /no JSON object/],
    ['"syntax"', /no JSON object/],
    ['null', /no JSON object/],
    ['{}', /"level" is missing/],
    ['{"Level": "syntax"}', /"level" is missing/],
    ['{"level": null}', /unknown null/],
    ['{"level": ["syntax"]}', /unknown \["syntax"\]/],
    ['{"level": "pragmatics"}', /unknown "pragmatics"/],
    ['{"level": "syntax or semantics"}', /unknown/],
    [`{"level": "${'x'.repeat(500)}"}`, /unknown "x{59}…/]
  ])('level: %j', (answer, problem) => {
    const reading = readLevel(answer)
    expect(reading.isSound).toBe(false)
    expect(reading).toHaveProperty('problem', expect.stringMatching(problem))
  })

  it.each([
    ['{"tasks": "math"}', /no list/],
    ['{"tasks": {"math": true}}', /no list/],
    ['{"tasks": ["math", "cooking"]}', /unknown "cooking"/],
    ['{"tasks": ["math", 1]}', /unknown 1/],
    ['{"tasks": ["none", "math"]}', /unknown "none"/],
    ['{"tasks": [["math"]]}', /unknown \["math"\]/]
  ])('tasks: %j', (answer, problem) => {
    expect(readTasks(answer)).toMatchObject({
      isSound: false,
      problem: expect.stringMatching(problem)
    })
  })

  it.each([
    ['{"description": 5}', /no text/],
    [`{"description": "${'word '.repeat(60)}"}`, /299 characters, expected at most 200/],
    ['{"description": "\uD800"}', /no sound Unicode/],
    ['{"description": "\\ud800"}', /surrogate/]
  ])('description: %j', (answer, problem) => {
    expect(readDescription(answer)).toMatchObject({
      isSound: false,
      problem: expect.stringMatching(problem)
    })
  })

  it('not even where it is nested without an end', () => {
    expect(readLevel('{"level":'.repeat(100_000)).isSound).toBe(false)
  })
})
