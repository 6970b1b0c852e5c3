/**
 * Reads what a language model answered. Nothing is guessed: an answer is the object that was asked for,
 * or it is none. Only what cannot change its meaning is let pass: space and a code fence around it,
 * thoughts before it, further keys, capitals in names,
 * and ["none"] for an empty list.
 */
import { levels, tasks } from '../../../../preload/analysis/concepts/labels.ts'
import type { Level, Task } from '../../../../preload/analysis/concepts/labels.ts'
import { parseStrictJson } from '../../../checkpoint/strict-json.ts'
import type { JsonObject, JsonValue } from '../../../checkpoint/strict-json.ts'
import { AppError } from '../../../errors.ts'

export type Reading<T> =
  | { readonly isSound: true; readonly value: T }
  | { readonly isSound: false; readonly problem: string }

/** A few words are asked for; what is longer than this is an essay. */
const maxDescriptionLength = 200

export function readDescription(answer: string): Reading<string> {
  return readField(answer, 'description', (value) => {
    if (typeof value !== 'string') return unsound('"description" is no text')
    if (/\p{Surrogate}/u.test(value)) return unsound('"description" is no sound Unicode')
    const line = value.replace(/[\s\p{Cc}]+/gu, ' ').trim()
    const { length } = line
    if (length > maxDescriptionLength) {
      return unsound(
        `"description" has ${length} characters, expected at most ${maxDescriptionLength}`
      )
    }
    return { isSound: true, value: line }
  })
}

/** @returns without repetitions, in the order of `tasks` */
export function readTasks(answer: string): Reading<readonly Task[]> {
  return readField(answer, 'tasks', (value) => {
    if (!Array.isArray(value)) return unsound('"tasks" is no list')
    if (value.length === 1 && findName(value[0], ['none'])) return { isSound: true, value: [] }
    const named = value.map((name: JsonValue) => findName(name, tasks))
    const unknown = named.indexOf(undefined)
    if (unknown >= 0) return unsound(`"tasks" holds the unknown ${short(value[unknown])}`)
    return { isSound: true, value: tasks.filter((task) => named.includes(task)) }
  })
}

export function readLevel(answer: string): Reading<Level> {
  return readField(answer, 'level', (value) => {
    const level = findName(value, levels)
    return level === undefined
      ? unsound(`"level" is the unknown ${short(value)}`)
      : { isSound: true, value: level }
  })
}

function readField<T>(
  answer: string,
  key: string,
  read: (value: JsonValue) => Reading<T>
): Reading<T> {
  const object = readObject(answer)
  if (!object.isSound) return object
  const value = object.value[key]
  return value === undefined ? unsound(`"${key}" is missing`) : read(value)
}

function readObject(answer: string): Reading<JsonObject> {
  const text = unwrap(answer)
  if (text === '') return unsound('it is empty')
  let value: JsonValue
  try {
    value = parseStrictJson(text)
  } catch (thrown) {
    if (thrown instanceof AppError) return unsound(thrown.message)
    throw thrown
  }
  return isObject(value) ? { isSound: true, value } : unsound('it is no JSON object')
}

/** The answer without thoughts before it and a code fence around it. */
function unwrap(answer: string): string {
  const afterThoughts = answer.trim().replace(/^<think>[^]*?<\/think>/, '')
  const text = afterThoughts.trim()
  return /^```(?:json)?\s([^]*)```$/i.exec(text)?.[1]?.trim() ?? text
}

function findName<const Name extends string>(
  value: JsonValue | undefined,
  names: readonly Name[]
): Name | undefined {
  if (typeof value !== 'string') return undefined
  const name = value.trim().toLowerCase()
  return names.find((known) => known === name)
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function short(value: JsonValue | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

function unsound(problem: string): { readonly isSound: false; readonly problem: string } {
  return { isSound: false, problem }
}
