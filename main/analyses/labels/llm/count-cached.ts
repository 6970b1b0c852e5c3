import { answerKey } from './answer-cache.ts'
import { askForDescription, askForLevel, askForTasks } from './questions.ts'
import type { Question, QuestionSettings } from './questions.ts'

/**
 * How many of a concept's three answers are known already, for the estimate before a run. The second
 * and third question hold the answer to the first, so without that none is known.
 *
 * @param url  of the endpoint, as `checkEndpointUrl` gives it
 */
export async function countCachedAnswers(
  url: string,
  words: readonly string[],
  seed: number,
  settings: QuestionSettings,
  lookup: (key: string) => Promise<string | null>
): Promise<number> {
  const known = async <T>({ request, read }: Question<T>): Promise<T | null> => {
    const answer = await lookup(answerKey(url, request))
    const reading = answer === null ? null : read(answer)
    return reading?.isSound ? reading.value : null
  }
  const description = await known(askForDescription(words, seed, settings))
  if (description === null) return 0
  const tasks = await known(askForTasks(words, description, seed, settings))
  const level = await known(askForLevel(words, description, seed, settings))
  return 1 + Number(tasks !== null) + Number(level !== null)
}
