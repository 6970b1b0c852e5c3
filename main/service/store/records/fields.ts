/** Fields that records of several analyses have, and how their arrays are checked. */
import * as v from 'valibot'
import { AppError } from '../../../errors.ts'

export const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
export const finite = v.pipe(v.number(), v.finite())
export const amount = v.pipe(finite, v.minValue(0))
export const time = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(Date.parse(text)), 'expected a time in ISO 8601')
)

/** What an Int32Array can count to, and one more. */
export const mostCount = 2 ** 31
/** A pair of words that occurs in fewer dimensions of a head is no relation (method.md section 3, step 4). */
export const leastDimensions = 2

/** What made the numbers, and when. */
export const provenance = {
  operations: amount,
  seconds: amount,
  versions: v.record(v.string(), v.string()),
  device: v.string(),
  createdAt: time,
  isPartial: v.boolean(),
  notes: v.array(v.string())
}

/**
 * The value as the schema describes it.
 *
 * @param subject  begins the message: what the value should be
 * @throws AppError `request/invalid` naming the first field that differs
 */
export function parseFields<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  subject: string
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, value, { abortEarly: true })
  if (parsed.success) return parsed.output
  const issue = parsed.issues[0]
  throw invalid(subject, `${v.getDotPath(issue) ?? 'it'}: ${issue.message}`)
}

/** An array whose length is checked, and for numbers every value. */
export type CheckedArray = readonly [
  name: string,
  array: ArrayLike<unknown> | undefined,
  length: number
]

/** @throws AppError `request/invalid` naming the first array of another length; absent ones are skipped */
export function assertLengths(arrays: readonly CheckedArray[], subject: string): void {
  for (const [name, array, length] of arrays) {
    if (array !== undefined && array.length !== length) {
      throw invalid(subject, `${name} has ${array.length} entries, expected ${length}`)
    }
  }
}

/** @throws AppError `request/invalid` naming the first number that is NaN or infinite */
export function assertFinite(
  arrays: Readonly<Record<string, ArrayLike<number> | undefined>>,
  subject: string
): void {
  for (const [name, array = []] of Object.entries(arrays)) {
    // A loop: findIndex takes ten times as long on a large map.
    for (let i = 0; i < array.length; i++) {
      if (!Number.isFinite(array[i]!)) throw invalid(subject, `${name} is ${array[i]} at ${i}`)
    }
  }
}

/** @throws AppError `request/invalid` naming the first number outside [least, end) */
export function assertWithin(
  arrays: Readonly<Record<string, ArrayLike<number>>>,
  least: number,
  end: number,
  subject: string
): void {
  for (const [name, array] of Object.entries(arrays)) {
    for (let i = 0; i < array.length; i++) {
      const value = array[i]!
      if (value < least || value >= end) {
        throw invalid(subject, `${name} is ${value} at ${i}, expected ${least} to ${end - 1}`)
      }
    }
  }
}

/** @throws AppError `request/invalid` naming the first number that does not lie above the one before it */
export function assertAscending(
  numbers: ArrayLike<number>,
  subject: string,
  { mayRepeat = false } = {}
): void {
  for (let i = 1; i < numbers.length; i++) {
    const [before, value] = [numbers[i - 1]!, numbers[i]!]
    if (value > before || (mayRepeat && value === before)) continue
    throw invalid(subject, `${value} after ${before}, expected ascending`)
  }
}

/** @throws AppError `request/invalid` unless the layers ascend and each is in one of the models */
export function assertLayers(
  layers: readonly number[],
  models: readonly { readonly nLayers: number }[],
  subject: string
): void {
  assertAscending(layers, `${subject}: layers`)
  const nLayers = Math.max(...models.map((model) => model.nLayers))
  const last = layers.at(-1)
  if (last !== undefined && last >= nLayers) {
    throw invalid(subject, `layer ${last}, expected at most ${nLayers - 1}`)
  }
}

/** @throws AppError `request/invalid` unless a layer has the models that its record says */
export function assertSidesAre(
  sides: readonly { readonly role: string }[],
  expected: readonly { readonly role: string }[],
  subject: string
): void {
  const [found, wanted] = [sides, expected].map((each) =>
    each.map(({ role }) => role).join(' and ')
  )
  if (found !== wanted) throw invalid(subject, `are of ${found}, expected ${wanted}`)
}

/** @throws AppError `request/invalid` unless there is one side or two, the base's first */
export function assertRoles(sides: readonly { readonly role: string }[], subject: string): void {
  const [first, second] = sides
  if (second === undefined) return
  if (first?.role === second.role) throw invalid(subject, `both sides are "${second.role}"`)
  if (second.role === 'base')
    throw invalid(subject, 'the base is the second side, expected the first')
}

export function invalid(subject: string, what: string): AppError {
  return new AppError('request/invalid', `${subject}: ${what}`, {
    hint: 'The data is damaged or was not written by Shiftlens.'
  })
}
