import { expect, it } from 'vitest'
import { appErrorOf } from '../../../../helpers/app-error.ts'

/** What is changed, and what the refusal must say. */
export type Refusals = Readonly<Record<string, readonly [changes: object, message: RegExp]>>

/** A test for each change: the parser refuses the whole with it. */
export function refuses(parse: (value: unknown) => unknown, whole: object, cases: Refusals): void {
  for (const [name, [changes, message]] of Object.entries(cases)) {
    it(name, () => {
      expect(appErrorOf(() => parse({ ...whole, ...changes }))).toMatchObject({
        code: 'request/invalid',
        message: expect.stringMatching(message),
        hint: expect.stringContaining('damaged')
      })
    })
  }
}
