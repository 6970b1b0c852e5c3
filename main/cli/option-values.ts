import * as v from 'valibot'
import { wrongUse } from './wrong-use.ts'

/** One of a few words. */
export function choice<const Words extends readonly string[]>(words: Words) {
  return v.picklist(words, `one of ${words.join(', ')}`)
}

/** A whole number, written in digits alone. */
export function wholeNumber(least: number, most: number) {
  const expected = `a whole number from ${least} to ${most}`
  return v.pipe(
    v.string(),
    v.regex(/^\d{1,9}$/, expected),
    v.transform(Number),
    v.minValue(least, expected),
    v.maxValue(most, expected)
  )
}

/**
 * The options of a command as values.
 *
 * @param options  as commander read them, by camel-case name
 * @throws CommanderError (exit code 2) naming the option, what was found and what was expected
 */
export function optionValues<Schema extends v.GenericSchema>(
  schema: Schema,
  options: unknown
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, options, { abortEarly: true, abortPipeEarly: true })
  if (parsed.success) return parsed.output
  const issue = parsed.issues[0]
  const name = (v.getDotPath(issue) ?? '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  throw wrongUse(`--${name}: found ${JSON.stringify(issue.input)}, expected ${issue.message}`)
}
