/**
 * Checkpoints and data sets that come from outside the page: a drop, an argument, a second instance,
 * `open-file`.
 */
import * as v from 'valibot'
import type { EventName, Events } from '../../preload/contract.ts'
import { reportError } from '../errors.ts'
import { resolveDataFile } from '../shell/data-file.ts'
import { handle } from './handle.ts'
import type { OpenData } from './open-data.ts'
import type { OpenFolder } from './open-folder.ts'

export type SendEvent = <N extends EventName>(name: N, payload: Events[N]) => void

export type Arrive = (words: readonly unknown[], from?: unknown) => Promise<void>

const dropSchema = v.strictObject({
  paths: v.pipe(v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(4_096))), v.maxLength(16))
})
/** A dropped file of a checkpoint stands for its folder, so several of one are one folder. */
const mostFolders = 2

/**
 * Opens what arrived, in order, and tells the page about each: arrived, or refused and why. At most two
 * checkpoints, a pair, and one data set.
 */
export function arrivals(openFolder: OpenFolder, openData: OpenData, send: SendEvent): Arrive {
  return async (words, from) => {
    const seen = new Set<string>()
    let hasData = false
    const arriveData = async (path: string) => {
      if (hasData) return
      try {
        send('study/arrived', await openData(path))
        hasData = true
      } catch (thrown) {
        send('study/refused', reportError(thrown))
      }
    }
    const arriveFolder = async (word: unknown) => {
      if (seen.size === mostFolders) return
      const opened = await openFolder(word, { from })
      if (!seen.has(opened.handle)) send('checkpoint/arrived', opened)
      seen.add(opened.handle)
    }
    for (const word of words) {
      try {
        const data = resolveDataFile(word, from)
        await (data === null ? arriveFolder(word) : arriveData(data))
      } catch (thrown) {
        send('checkpoint/refused', reportError(thrown))
      }
    }
  }
}

/** Serves the drops that the preload passes on: the page itself cannot name a path. */
export function serveDrops(arrive: Arrive): void {
  handle(
    'shiftlens:drop',
    dropSchema,
    { requestBytes: 2 ** 17, replyBytes: 1_024 },
    async ({ paths }) => {
      await arrive(paths)
      return null
    }
  )
}
