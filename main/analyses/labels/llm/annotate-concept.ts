import { reminder } from '../../../../preload/analysis/concepts/annotation-questions.ts'
import type { ConceptLabel } from '../../../../preload/analysis/concepts/labels.ts'
import { answerKey } from './answer-cache.ts'
import type { AnswerCache } from './answer-cache.ts'
import type { ChatEndpoint, ChatOutcome } from './chat-endpoint.ts'
import { excerpt } from './chat-reply.ts'
import { askForDescription, askForLevel, askForTasks } from './questions.ts'
import type { Question, QuestionSettings } from './questions.ts'

export interface AnnotationTools {
  readonly endpoint: ChatEndpoint
  readonly answers: AnswerCache
  readonly signal: AbortSignal
}

export interface Tally {
  readonly nRequests: number
  /** Answers that were known already. */
  readonly nCached: number
  /** As the server counts them. */
  readonly tokensIn: number
  readonly tokensOut: number
}

export interface ConceptAnnotation {
  /** Null where a question was not answered as asked: nothing is guessed. */
  readonly label: ConceptLabel | null
  /** In plain words. */
  readonly problems: readonly string[]
  readonly tally: Tally
}

export const emptyTally: Tally = { nRequests: 0, nCached: 0, tokensIn: 0, tokensOut: 0 }

export function addTallies(a: Tally, b: Tally): Tally {
  return {
    nRequests: a.nRequests + b.nRequests,
    nCached: a.nCached + b.nCached,
    tokensIn: a.tokensIn + b.tokensIn,
    tokensOut: a.tokensOut + b.tokensOut
  }
}

/**
 * Asks the three questions about one concept, one after the other.
 *
 * @param words  of the concept, strongest first
 * @throws AppError of the endpoint where going on makes no sense, `job/cancelled` on the signal
 */
export async function annotateConcept(
  words: readonly string[],
  seed: number,
  settings: QuestionSettings,
  tools: AnnotationTools
): Promise<ConceptAnnotation> {
  const problems: string[] = []
  let tally = emptyTally
  const ask = async <T>(question: Question<T>): Promise<T | null> => {
    const answer = await answerTo(question, tools)
    tally = addTallies(tally, answer.tally)
    if (answer.problem !== null) problems.push(`${question.name}: ${answer.problem}`)
    return answer.value
  }

  const description = await ask(askForDescription(words, seed, settings))
  if (description === null) return { label: null, problems, tally }
  const tasks = await ask(askForTasks(words, description, seed, settings))
  if (tasks === null) return { label: null, problems, tally }
  const level = await ask(askForLevel(words, description, seed, settings))
  if (level === null) return { label: null, problems, tally }
  const nShown = Math.min(words.length, settings.nWords)
  const evidence = [
    `leading words shown: ${nShown}; described at temperature ${settings.describeTemperature}`
  ]
  return { label: { description, tasks, level, evidence }, problems, tally }
}

interface QuestionAnswer<T> {
  readonly value: T | null
  readonly problem: string | null
  readonly tally: Tally
}

/** From the answers that are known, else asked, and asked once more where the first answer is unsound. */
async function answerTo<T>(
  { name, request, read }: Question<T>,
  { endpoint, answers, signal }: AnnotationTools
): Promise<QuestionAnswer<T>> {
  const key = answerKey(endpoint.url, request)
  const known = await answers.lookup(key)
  const knownReading = known === null ? null : read(known)
  if (knownReading?.isSound) {
    endpoint.trust()
    return { value: knownReading.value, problem: null, tally: { ...emptyTally, nCached: 1 } }
  }

  let tally = emptyTally
  let { messages } = request
  for (let isRepeated = false; ; isRepeated = true) {
    const outcome = await endpoint.ask({ ...request, messages }, signal)
    tally = addTallies(tally, tallyOf(outcome))
    if (outcome.kind === 'unanswered') return { value: null, problem: outcome.problem, tally }
    const text = outcome.text ?? ''
    const reading = read(text)
    if (reading.isSound) {
      // Not as it was said: a model may have thought aloud for pages before.
      await answers.remember(key, JSON.stringify({ [name]: reading.value }))
      return { value: reading.value, problem: null, tally }
    }
    // A repetition would be cut off at the same limit.
    if (outcome.isCut) return { value: null, problem: cutProblem(text), tally }
    if (isRepeated) return { value: null, problem: formProblem(text, reading.problem), tally }
    messages = reminder(request.messages, text)
  }
}

function tallyOf(outcome: ChatOutcome): Tally {
  const { nRequests } = outcome
  if (outcome.kind === 'unanswered') return { ...emptyTally, nRequests }
  return { nRequests, nCached: 0, tokensIn: outcome.tokensIn, tokensOut: outcome.tokensOut }
}

function cutProblem(text: string): string {
  const start = text.trim() === '' ? 'before it said anything' : `after ${excerpt(text)}`
  return `the answer was cut off at the limit of tokens ${start}; allow more`
}

function formProblem(text: string, problem: string): string {
  return `not the answer that was asked for, twice: ${problem}${text.trim() === '' ? '' : `; it starts ${excerpt(text)}`}`
}
